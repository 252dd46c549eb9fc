package dev.belfry.oncall.identity.people;

import dev.belfry.contracts.directory.TeamEntry;
import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.audit.Changes;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes teams; what their members may do is told to the directory in the same transaction. */
public final class TeamCommands {
    private static final String TAKEN = "another team has this name";

    private final Database database;
    private final Ids ids;

    public TeamCommands(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    public Future<Answer<Team>> create(Caller by, UUID id, TeamDraft draft) {
        return create(by, id, draft, tx -> Future.succeededFuture());
    }

    /** @param also what else is to be done with it, or not at all */
    public Future<Answer<Team>> create(Caller by, UUID id, TeamDraft draft, Function<Tx, Future<Void>> also) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Team team = draft.team(id, 1, Map.of());
        return database.transact(tx -> unknown(tx, team)
                        .compose(unknown -> unknown.isEmpty()
                                ? TeamStore.insert(tx::query, team)
                                        .compose(done -> also.apply(tx))
                                        .compose(done -> saved(tx, by, "team.made", null, team))
                                : Future.<Answer<Team>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    public Future<Answer<Team>> update(Caller by, UUID id, TeamDraft draft, @Nullable Long expected) {
        return update(by, id, draft, expected, tx -> Future.succeededFuture());
    }

    /** @param also what else is to be done with it, or not at all */
    public Future<Answer<Team>> update(
            Caller by, UUID id, TeamDraft draft, @Nullable Long expected, Function<Tx, Future<Void>> also) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx -> TeamStore.lockTeam(tx::query, id)
                        .compose(before -> change(tx, by, before, draft, expected))
                        .compose(answer -> answer instanceof Answer.Done<Team>
                                ? also.apply(tx).map(answer)
                                : Future.succeededFuture(answer)))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    private Future<Answer<Team>> change(
            Tx tx, Caller by, @Nullable Team before, TeamDraft draft, @Nullable Long expected) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(Team.THING));
        }
        if (!by.may(before.id())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        if (expected != null && expected != before.version()) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        Team after = draft.team(before.id(), before.version() + 1, before.roles());
        return unknown(tx, after)
                .compose(unknown -> unknown.isEmpty()
                        ? TeamStore.update(tx::query, after)
                                .compose(done -> saved(tx, by, "team.changed", before, after))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown)));
    }

    public Future<Answer<UUID>> delete(Caller by, UUID id) {
        return database.transact(tx -> TeamStore.lockTeam(tx::query, id).compose(before -> remove(tx, by, id, before)))
                .recover(failure -> ConstraintStore.inUse(failure, "this team"));
    }

    private Future<Answer<UUID>> remove(Tx tx, Caller by, UUID id, @Nullable Team before) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(Team.THING));
        }
        if (!by.may(id)) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        tx.emit(Directory.teamGone(ids.next(), id));
        return TeamStore.deleteTeam(tx::query, id)
                .compose(deleted -> tell(tx, before.members()))
                .compose(told ->
                        AuditStore.write(tx::query, by, "team.removed", id, id, Changes.between(before, Map.of())))
                .map(written -> new Answer.Done<>(id, 0));
    }

    /**
     * Gives a person a role in the team of that name, or with null takes them out; a team that is not there is left
     * alone.
     */
    public Future<Void> place(Caller by, String name, UUID person, @Nullable String role) {
        return database.transact(tx -> TeamStore.named(tx::query, name)
                .compose(team -> set(tx, by, team, person, role))
                .mapEmpty());
    }

    /** Tells the directory the names of all teams again. */
    public Future<Void> publish(Tx tx) {
        return TeamStore.byName(tx::query, Integer.MAX_VALUE)
                .onSuccess(teams -> teams.forEach(
                        team -> tx.emit(Directory.team(ids.next(), new TeamEntry(team.id(), team.name())))))
                .mapEmpty();
    }

    /** Gives a person a role in a team, or with null takes them out. */
    Future<Answer<Team>> setMember(Caller by, UUID id, UUID person, @Nullable String role) {
        return database.transact(
                tx -> TeamStore.lockTeam(tx::query, id).compose(team -> set(tx, by, team, person, role)));
    }

    private Future<Answer<Team>> set(Tx tx, Caller by, @Nullable Team team, UUID person, @Nullable String role) {
        if (team == null) {
            return Future.succeededFuture(new Answer.Missing<>(Team.THING));
        }
        if (!by.may(team.id())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        if (Objects.equals(role, team.roles().get(person))) {
            return Future.succeededFuture(new Answer.Done<>(team, team.version()));
        }
        List<UUID> members = new ArrayList<>(team.members());
        Map<UUID, String> roles = new LinkedHashMap<>(team.roles());
        if (role == null) {
            members.remove(person);
            roles.remove(person);
        } else {
            roles.put(person, role);
            if (!members.contains(person)) {
                members.add(person);
            }
        }
        Team after = new Team(team.id(), team.name(), members, roles, team.version() + 1);
        return unknown(tx, after)
                .compose(unknown -> unknown.isEmpty()
                        ? TeamStore.update(tx::query, after).compose(done -> saved(tx, by, "team.changed", team, after))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown)));
    }

    private Future<Answer<Team>> saved(Tx tx, Caller by, String action, @Nullable Team before, Team after) {
        tx.emit(Directory.team(ids.next(), new TeamEntry(after.id(), after.name())));
        Set<UUID> people = new LinkedHashSet<>(after.members());
        if (before != null) {
            people.addAll(before.members());
        }
        return tell(tx, people)
                .compose(told -> AuditStore.write(
                        tx::query,
                        by,
                        action,
                        after.id(),
                        after.id(),
                        Changes.between(before == null ? Map.of() : before, after)))
                .map(written -> new Answer.Done<>(after, after.version()));
    }

    private Future<Void> tell(Tx tx, Collection<UUID> people) {
        return PeopleStore.entries(tx::query, people)
                .onSuccess(entries -> entries.forEach(entry -> tx.emit(Directory.user(ids.next(), entry))))
                .mapEmpty();
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, Team team) {
        return PeopleStore.known(tx::query, team.members()).map(known -> {
            List<Answer.Bad> bad = new ArrayList<>();
            for (int i = 0; i < team.members().size(); i++) {
                if (!known.contains(team.members().get(i))) {
                    bad.add(new Answer.Bad("/members/" + i, "there is no such user"));
                }
            }
            return bad;
        });
    }
}
