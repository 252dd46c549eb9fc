package dev.belfry.incident.incident.update;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.role.Assignment;
import dev.belfry.incident.incident.role.RoleStore;
import dev.belfry.incident.incident.severity.RoleName;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends updates to those who wait, and reminds who is responsible when the next one is due. */
public final class UpdateCommands {
    private static final Duration LATEST_NEXT = Duration.ofDays(30);

    private final Database database;
    private final IncidentStore incidents;
    private final RoleStore roles;
    private final UpdateStore store;
    private final DeedCommands deeds;
    private final PostCommands posts;
    private final Directory directory;
    private final InstantSource clock;

    public UpdateCommands(
            Database database,
            IncidentStore incidents,
            RoleStore roles,
            UpdateStore store,
            DeedCommands deeds,
            PostCommands posts,
            Directory directory,
            InstantSource clock) {
        this.database = database;
        this.incidents = incidents;
        this.roles = roles;
        this.store = store;
        this.deeds = deeds;
        this.posts = posts;
        this.directory = directory;
        this.clock = clock;
    }

    /** An update as its author wrote it. */
    public record Draft(
            UUID id,
            String text,
            boolean responders,
            List<UUID> teams,
            List<UUID> people,
            @Nullable Instant nextUpdateBy,
            StatusPost.@Nullable Draft statusPage) {}

    public Future<Outcome> send(UUID incident, Draft draft, Actor by) {
        var wrong = problem(draft);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return deeds.step(
                incident, tx -> roles.of(tx, incident), (tx, held, given) -> send(tx, held, given, draft, by));
    }

    private @Nullable Outcome problem(Draft draft) {
        if (draft.text().isBlank() || draft.text().length() > StakeholderUpdate.LONGEST) {
            return new Outcome.Invalid("text", "Write between 1 and " + StakeholderUpdate.LONGEST + " characters.");
        }
        var next = draft.nextUpdateBy();
        var now = clock.instant();
        if (next != null && (!next.isAfter(now) || next.isAfter(now.plus(LATEST_NEXT)))) {
            return new Outcome.Invalid("nextUpdateBy", "Promise the next update within the next 30 days.");
        }
        for (var team : draft.teams()) {
            if (directory.teamName(team) == null) {
                return new Outcome.Invalid("teams", "There is no team " + team + ".");
            }
        }
        for (var person : draft.people()) {
            if (directory.active(person) == null) {
                return new Outcome.Invalid("people", "There is no active person " + person + ".");
            }
        }
        return draft.statusPage() == null ? null : posts.problem(draft.statusPage());
    }

    private Future<Outcome> send(Tx tx, Incident incident, List<Assignment> given, Draft draft, Actor by) {
        var audience = audience(incident, given, draft.responders(), draft.teams(), draft.people(), by.userId());
        if (audience.size() > StakeholderUpdate.MOST_REACHED) {
            return Future.succeededFuture(new Outcome.Invalid(
                    "teams",
                    "This would go to " + audience.size() + " people; an update goes to "
                            + StakeholderUpdate.MOST_REACHED + " at most. Choose fewer teams."));
        }
        return draft.statusPage() == null
                ? send(tx, incident, audience, draft, null, by)
                : posts.prepare(tx, incident, draft.statusPage(), draft.text())
                        .compose(ready -> ready.wrong() != null
                                ? Future.succeededFuture(ready.wrong())
                                : send(tx, incident, audience, draft, ready.post(), by));
    }

    private Future<Outcome> send(
            Tx tx, Incident incident, List<UserEntry> audience, Draft draft, @Nullable StatusPost post, Actor by) {
        var now = clock.instant();
        var update = new StakeholderUpdate(
                draft.id(),
                now,
                by.userId(),
                by.name(),
                draft.text().strip(),
                draft.responders(),
                draft.teams(),
                draft.people(),
                audience.size(),
                draft.nextUpdateBy(),
                post);
        audience.forEach(person -> tx.emit(UpdateMail.update(update, incident, person, now)));
        var data = new HashMap<String, String>();
        data.put("update", draft.id().toString());
        data.put("reached", Integer.toString(audience.size()));
        if (post != null) {
            data.put("statusPage", post.pageName());
            posts.ask(tx, incident, draft.id(), post, now);
        }
        return store.add(tx, incident.id(), update)
                .compose(done -> deeds.tell(tx, incident, "update_sent", by, update.text(), data))
                .map(new Outcome.Done());
    }

    /** Those teams that there still are: a rule may name one that was removed. */
    public List<UUID> known(List<UUID> teams) {
        return teams.stream().filter(team -> directory.teamName(team) != null).toList();
    }

    /** Who gets an update: everybody once, and not who writes it. */
    public List<UserEntry> audience(
            Incident incident,
            List<Assignment> given,
            boolean responders,
            List<UUID> teams,
            List<UUID> people,
            @Nullable UUID author) {
        var all = new LinkedHashMap<UUID, UserEntry>();
        var working = responders
                ? Stream.concat(given.stream().map(Assignment::person), Stream.ofNullable(incident.acknowledgedBy()))
                : Stream.<UUID>empty();
        Stream.concat(working, people.stream())
                .map(directory::active)
                .filter(Objects::nonNull)
                .forEach(person -> all.put(person.id(), person));
        teams.forEach(team -> directory.membersOf(team).forEach(person -> all.put(person.id(), person)));
        if (author != null) {
            all.remove(author);
        }
        return List.copyOf(all.values());
    }

    /** Reminds who is responsible that an update was due then; once, whoever looks. */
    Future<Void> remind(UUID incident, Instant due) {
        return database.transact(tx -> incidents
                .lock(tx, List.of(incident))
                .compose(found -> store.due(tx, incident)
                        .compose(still -> still.isPresent() && still.get().equals(due)
                                ? store.remind(tx, incident, due)
                                        .compose(first -> first
                                                ? remind(tx, found.getFirst().incident(), due)
                                                : Future.succeededFuture())
                                : Future.<Void>succeededFuture())));
    }

    private Future<Void> remind(Tx tx, Incident incident, Instant due) {
        return roles.of(tx, incident.id()).compose(given -> {
            var to = responsible(incident, given);
            var now = clock.instant();
            if (to != null) {
                tx.emit(UpdateMail.reminder(incident, due, to, now));
            }
            var text = "The stakeholder update of " + due + " is overdue; "
                    + (to == null
                            ? "nobody was reminded, since nobody has a role or has acknowledged it"
                            : to.name() + " was reminded");
            return deeds.tell(tx, incident, "update_due", Actor.SYSTEM, text, Map.of("due", due.toString()));
        });
    }

    private @Nullable UserEntry responsible(Incident incident, List<Assignment> given) {
        return Stream.of(
                        holder(given, RoleName.COMMUNICATIONS_LEAD),
                        holder(given, RoleName.COMMANDER),
                        Stream.ofNullable(incident.acknowledgedBy()))
                .flatMap(people -> people)
                .map(directory::active)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<UUID> holder(List<Assignment> given, String role) {
        return given.stream().filter(one -> one.role().equals(role)).map(Assignment::person);
    }
}
