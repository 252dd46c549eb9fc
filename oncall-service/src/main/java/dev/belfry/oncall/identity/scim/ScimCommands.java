package dev.belfry.oncall.identity.scim;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleCommands;
import dev.belfry.oncall.identity.people.Team;
import dev.belfry.oncall.identity.people.TeamCommands;
import dev.belfry.oncall.identity.people.TeamDraft;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.identity.people.UserDraft;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes people and teams as the provisioning directory asks, through the same commands as everybody. */
public final class ScimCommands {
    private static final int TRIES = 3;

    private final Database database;
    private final Ids ids;
    private final PeopleCommands people;
    private final TeamCommands teams;

    public ScimCommands(Database database, Ids ids, PeopleCommands people, TeamCommands teams) {
        this.database = database;
        this.ids = ids;
        this.people = people;
        this.teams = teams;
    }

    /** Who was taken out before and comes again is the same person. */
    Future<Answer<User>> createUser(Caller by, JsonObject resource) {
        UserDraft draft = ScimUser.draft(resource);
        String externalId = ScimUser.externalId(resource);
        return ScimStore.deprovisioned(database::query, draft.email()).compose(before -> {
            UUID id = before == null ? ids.next() : before;
            return before == null
                    ? people.create(by, id, draft, tx -> ScimStore.nameUser(tx::query, id, externalId))
                    : people.update(by, id, draft, null, tx -> ScimStore.nameUser(tx::query, id, externalId));
        });
    }

    /** @param change makes of the resource as it is the resource as it shall be */
    Future<Answer<User>> changeUser(Caller by, UUID id, UnaryOperator<JsonObject> change, @Nullable Long expected) {
        return changeUser(by, id, change, expected, TRIES);
    }

    private Future<Answer<User>> changeUser(
            Caller by, UUID id, UnaryOperator<JsonObject> change, @Nullable Long expected, int tries) {
        return user(id).compose(before -> {
            if (before == null) {
                return Future.succeededFuture(new Answer.Missing<>(User.THING));
            }
            JsonObject resource = change.apply(before.json(""));
            UserDraft draft = ScimUser.draft(resource);
            String externalId = ScimUser.externalId(resource);
            long version = expected == null ? before.user().version() : expected;
            return people.update(by, id, draft, version, tx -> ScimStore.nameUser(tx::query, id, externalId))
                    .compose(answer -> answer instanceof Answer.Stale<User> && expected == null && tries > 1
                            ? changeUser(by, id, change, null, tries - 1)
                            : Future.succeededFuture(answer));
        });
    }

    /** The person stays, for what they did; they can neither sign in nor be paged. */
    Future<Answer<User>> deleteUser(Caller by, UUID id, @Nullable Long expected) {
        return user(id).compose(before -> {
            if (before == null) {
                return Future.succeededFuture(new Answer.Missing<>(User.THING));
            }
            User user = before.user();
            UserDraft draft = new UserDraft(user.name(), user.email(), null, null, false, null, null);
            return people.update(by, id, draft, expected, tx -> ScimStore.deprovision(tx::query, id));
        });
    }

    Future<Answer<Team>> createGroup(Caller by, JsonObject resource) {
        UUID id = ids.next();
        String externalId = ScimUser.externalId(resource);
        return teams.create(by, id, ScimGroup.draft(resource), tx -> ScimStore.nameGroup(tx::query, id, externalId));
    }

    Future<Answer<Team>> changeGroup(Caller by, UUID id, UnaryOperator<JsonObject> change, @Nullable Long expected) {
        return changeGroup(by, id, change, expected, TRIES);
    }

    private Future<Answer<Team>> changeGroup(
            Caller by, UUID id, UnaryOperator<JsonObject> change, @Nullable Long expected, int tries) {
        return group(id).compose(before -> {
            if (before == null) {
                return Future.succeededFuture(new Answer.Missing<>(Team.THING));
            }
            JsonObject resource = change.apply(before.json("", Map.of()));
            TeamDraft draft = ScimGroup.draft(resource);
            String externalId = ScimUser.externalId(resource);
            long version = expected == null ? before.team().version() : expected;
            return teams.update(by, id, draft, version, tx -> ScimStore.nameGroup(tx::query, id, externalId))
                    .compose(answer -> answer instanceof Answer.Stale<Team> && expected == null && tries > 1
                            ? changeGroup(by, id, change, null, tries - 1)
                            : Future.succeededFuture(answer));
        });
    }

    Future<Answer<UUID>> deleteGroup(Caller by, UUID id) {
        return teams.delete(by, id);
    }

    private Future<@Nullable ScimUser> user(UUID id) {
        return ScimStore.users(database::query, id, new ScimFilter(Map.of()), 0, 1)
                .map(found -> found.items().isEmpty() ? null : found.items().getFirst());
    }

    private Future<@Nullable ScimGroup> group(UUID id) {
        return ScimStore.groups(database::query, id, null, new ScimFilter(Map.of()), 0, 1)
                .map(found -> found.items().isEmpty() ? null : found.items().getFirst());
    }
}
