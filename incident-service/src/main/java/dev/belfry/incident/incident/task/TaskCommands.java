package dev.belfry.incident.incident.task;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds, changes and ticks off tasks; each change is a line of the timeline. */
public final class TaskCommands {
    private static final int MOST = 100;
    private static final Outcome NO_TITLE =
            new Outcome.Invalid("title", "Say what is to be done, in 1 to " + Task.LONGEST_TITLE + " characters.");
    private static final Outcome NOBODY =
            new Outcome.Invalid("assignee", "There is no active person with this id. Choose somebody who can sign in.");

    private final TaskStore store;
    private final DeedCommands deeds;
    private final Directory directory;
    private final InstantSource clock;

    public TaskCommands(TaskStore store, DeedCommands deeds, Directory directory, InstantSource clock) {
        this.store = store;
        this.deeds = deeds;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What is to be changed of a task; what is null stays.
     *
     * @param assign true to give it to {@code assignee}, or to nobody when that is null
     */
    public record Change(
            @Nullable String title,
            boolean assign,
            @Nullable UUID assignee,
            @Nullable Boolean done) {}

    public Future<Outcome> add(UUID id, UUID incident, String title, @Nullable UUID assignee, Actor by) {
        if (unusable(title)) {
            return Future.succeededFuture(NO_TITLE);
        }
        var person = person(assignee);
        if (assignee != null && person == null) {
            return Future.succeededFuture(NOBODY);
        }
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, tasks) -> {
            if (tasks.size() >= MOST) {
                return Future.succeededFuture(new Outcome.Refused("This incident has " + tasks.size()
                        + " tasks already. Remove some of them, or write the rest into a note."));
            }
            var task = new Task(id, incident, title.strip(), person, clock.instant(), by.name(), null, null, 1);
            var to = person == null ? "" : " for " + person.name();
            return store.add(tx, task)
                    .compose(done -> tell(tx, held, task, "task_added", by, "Task added" + to + ": " + task.title()))
                    .map(new Outcome.Done());
        });
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(UUID incident, UUID id, Change wanted, @Nullable Long seen, Actor by) {
        var title = wanted.title();
        if (title != null && unusable(title)) {
            return Future.succeededFuture(NO_TITLE);
        }
        if (wanted.assignee() != null && person(wanted.assignee()) == null) {
            return Future.succeededFuture(NOBODY);
        }
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, tasks) -> {
            var found = tasks.stream().filter(task -> task.id().equals(id)).findFirst();
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            return seen != null && seen != found.get().version()
                    ? Future.succeededFuture(new Outcome.Stale())
                    : change(tx, held, found.get(), wanted, by);
        });
    }

    private Future<Outcome> change(Tx tx, Incident incident, Task before, Change wanted, Actor by) {
        var told = new ArrayList<Told>();
        var task = before;
        if (wanted.title() != null && !wanted.title().strip().equals(task.title())) {
            task = task.withTitle(wanted.title().strip());
            told.add(new Told("task_changed", "Task reworded from \"" + before.title() + "\": " + task.title()));
        }
        var person = wanted.assign() ? person(wanted.assignee()) : task.assignee();
        if (!Objects.equals(person, task.assignee())) {
            task = task.assigned(person);
            var to = person == null ? "Task given back: " : "Task for " + person.name() + ": ";
            told.add(new Told("task_changed", to + task.title()));
        }
        if (wanted.done() != null && wanted.done() != task.done()) {
            task = wanted.done() ? task.finished(clock.instant(), by.name()) : task.finished(null, null);
            told.add(
                    wanted.done()
                            ? new Told("task_done", "Task done: " + task.title())
                            : new Told("task_reopened", "Task not done after all: " + task.title()));
        }
        if (told.isEmpty()) {
            return Future.succeededFuture(new Outcome.Done());
        }
        var after = task;
        Future<Void> saved = store.change(tx, after);
        for (var line : told) {
            saved = saved.compose(done -> tell(tx, incident, after, line.kind(), by, line.text()));
        }
        return saved.map(new Outcome.Done());
    }

    /** A line of the timeline. */
    private record Told(String kind, String text) {}

    public Future<Outcome> remove(UUID incident, UUID id, Actor by) {
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, tasks) -> {
            var found = tasks.stream().filter(task -> task.id().equals(id)).findFirst();
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            return store.remove(tx, id)
                    .compose(done -> tell(
                            tx,
                            held,
                            found.get(),
                            "task_removed",
                            by,
                            "Task removed: " + found.get().title()))
                    .map(new Outcome.Done());
        });
    }

    private Future<Void> tell(Tx tx, Incident incident, Task task, String kind, Actor by, String text) {
        return deeds.tell(tx, incident, kind, by, text, Map.of("task", task.id().toString()));
    }

    private Task.@Nullable Person person(@Nullable UUID id) {
        var known = id == null ? null : directory.active(id);
        return known == null ? null : new Task.Person(known.id(), known.name());
    }

    private static boolean unusable(String title) {
        return title.isBlank() || title.length() > Task.LONGEST_TITLE;
    }
}
