package dev.belfry.incident.learning.action;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.Notice;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds, changes and finishes action items; who gets one from somebody else is told, and reminded when it is due. */
public final class ActionItemCommands {
    private static final int MOST = 100;

    private final Database database;
    private final IncidentStore incidents;
    private final ActionItemStore store;
    private final Directory directory;
    private final InstantSource clock;
    private final Ids ids;

    public ActionItemCommands(
            Database database,
            IncidentStore incidents,
            ActionItemStore store,
            Directory directory,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.incidents = incidents;
        this.store = store;
        this.directory = directory;
        this.clock = clock;
        this.ids = ids;
    }

    /** An action item as somebody wrote it. */
    public record Draft(
            String title,
            @Nullable UUID owner,
            @Nullable LocalDate due,
            @Nullable String link,
            boolean done) {}

    public Future<Outcome> add(UUID id, UUID incident, Draft draft, Actor by) {
        var owner = owner(draft.owner());
        var wrong = problem(draft, owner);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var now = clock.instant();
            var item = new ActionItem(
                    id,
                    incident,
                    found.getFirst().incident().number(),
                    draft.title().strip(),
                    owner == null ? null : new ActionItem.Person(owner.id(), owner.name()),
                    draft.due(),
                    draft.link(),
                    now,
                    by.name(),
                    null,
                    null,
                    1);
            return store.count(tx, incident).compose(count -> {
                if (count >= MOST) {
                    return Future.succeededFuture(new Outcome.Refused(
                            "This incident has " + count + " action items already. Remove some of them first."));
                }
                tell(tx, item, owner, by);
                return store.add(tx, item).<Outcome>map(new Outcome.Done());
            });
        }));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(UUID id, Draft draft, @Nullable Long seen, Actor by) {
        var owner = owner(draft.owner());
        var wrong = problem(draft, owner);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return locked(id, seen, (tx, before) -> {
            var person = owner == null ? null : new ActionItem.Person(owner.id(), owner.name());
            var after = before.with(draft.title().strip(), person, draft.due(), draft.link());
            if (draft.done() != before.done()) {
                after = draft.done() ? after.finished(clock.instant(), by.name()) : after.finished(null, null);
            }
            if (before.owner() == null || person == null || !before.owner().id().equals(person.id())) {
                tell(tx, after, owner, by);
            }
            return store.change(tx, after).map(new Outcome.Done());
        });
    }

    /** Ticks it off, or takes the tick back. */
    public Future<Outcome> finish(UUID id, boolean done, Actor by) {
        return locked(
                id,
                null,
                (tx, before) -> before.done() == done
                        ? Future.succeededFuture(new Outcome.Done())
                        : store.change(
                                        tx,
                                        done
                                                ? before.finished(clock.instant(), by.name())
                                                : before.finished(null, null))
                                .map(new Outcome.Done()));
    }

    public Future<Outcome> remove(UUID id) {
        return locked(id, null, (tx, before) -> store.remove(tx, id).map(new Outcome.Done()));
    }

    /** Reminds its owner: on the day, and each week after it. */
    Future<Void> remind(UUID id) {
        return database.transact(tx -> {
            var now = clock.instant();
            return store.remind(tx, id, now)
                    .compose(first -> first
                            ? store.lock(tx, id).map(found -> {
                                var item = found.orElseThrow();
                                var owner = item.owner() == null
                                        ? null
                                        : directory.active(item.owner().id());
                                if (owner != null) {
                                    tx.emit(
                                            notice(
                                                    item,
                                                    owner,
                                                    "action-item.due",
                                                    "Due " + item.due() + ": " + shortened(item.title()),
                                                    "This action item of incident #" + item.number()
                                                            + " was to be done by " + item.due()
                                                            + ":\n\n" + item.title()
                                                            + "\n\nTick it off when it is done, or choose another day or person.\n"));
                                }
                                return null;
                            })
                            : Future.<Void>succeededFuture());
        });
    }

    /** What is done with an action item while it is locked. */
    private interface Step {
        Future<Outcome> take(Tx tx, ActionItem before);
    }

    private Future<Outcome> locked(UUID id, @Nullable Long seen, Step step) {
        return database.transact(tx -> store.lock(tx, id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            return seen != null && seen != found.get().version()
                    ? Future.succeededFuture(new Outcome.Stale())
                    : step.take(tx, found.get());
        }));
    }

    private @Nullable UserEntry owner(@Nullable UUID id) {
        return id == null ? null : directory.active(id);
    }

    private static @Nullable Outcome problem(Draft draft, @Nullable UserEntry owner) {
        if (draft.title().isBlank() || draft.title().length() > ActionItem.LONGEST_TITLE) {
            return new Outcome.Invalid(
                    "title", "Say what is to be done, in 1 to " + ActionItem.LONGEST_TITLE + " characters.");
        }
        if (draft.owner() != null && owner == null) {
            return new Outcome.Invalid(
                    "owner", "There is no active person with this id. Choose somebody who can sign in.");
        }
        var due = draft.due();
        if (due != null && (due.getYear() < 2000 || due.getYear() > 2200)) {
            return new Outcome.Invalid("due", "Choose a day between 2000 and 2200.");
        }
        return usable(draft.link())
                ? null
                : new Outcome.Invalid("link", "Give an address that begins with https:// or http://.");
    }

    private static boolean usable(@Nullable String link) {
        if (link == null) {
            return true;
        }
        try {
            var address = new URI(link);
            return link.length() <= ActionItem.LONGEST_LINK
                    && address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    private void tell(Tx tx, ActionItem item, @Nullable UserEntry owner, Actor by) {
        if (owner != null && !owner.id().equals(by.userId()) && !item.done()) {
            tx.emit(notice(
                    item,
                    owner,
                    "action-item.given",
                    "For you after #" + item.number() + ": " + shortened(item.title()),
                    by.name() + " gave you an action item of incident #" + item.number() + ":\n\n" + item.title()
                            + (item.due() == null ? "\n" : "\n\nDue " + item.due() + ".\n")));
        }
    }

    private Message notice(ActionItem item, UserEntry to, String kind, String subject, String text) {
        var path = "/incidents/" + item.number() + "/postmortem";
        return Notice.of(ids.next(), to, kind, subject, text, path, clock.instant());
    }

    private static String shortened(String title) {
        return title.length() <= 120 ? title : title.substring(0, 119) + "…";
    }
}
