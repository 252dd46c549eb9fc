package dev.belfry.oncall.identity.people;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads people, teams and tokens. */
public final class PeopleQueries {
    private final Database database;

    public PeopleQueries(Database database) {
        this.database = database;
    }

    public Future<@Nullable User> user(UUID id) {
        return PeopleStore.user(database::query, id, false);
    }

    Future<List<User>> users(UUID after, int limit) {
        return PeopleStore.users(database::query, after, limit);
    }

    /** Everybody, the active first, by name. */
    public Future<List<User>> everybody(int limit) {
        return PeopleStore.usersByName(database::query, limit);
    }

    /** @param among whether only {@code some} are meant, or only the others; null for everybody */
    Future<List<PersonRow>> list(
            PeopleFilter filter,
            @Nullable Boolean among,
            Collection<UUID> some,
            String afterName,
            UUID after,
            int limit) {
        return PeopleListStore.people(database::query, filter, among, some, afterName, after, limit);
    }

    /** @param reached who has a contact method */
    Future<PeopleCounts> counts(Collection<UUID> reached) {
        return PeopleListStore.counts(database::query, reached);
    }

    Future<List<Team>> teamList(String text, String afterName, UUID after, int limit) {
        return PeopleListStore.teams(database::query, text, afterName, after, limit);
    }

    /** Teams in the order of their names. */
    Future<Map<UUID, String>> teamNamesInOrder(int most) {
        return PeopleListStore.teamNames(database::query, most);
    }

    Future<List<Membership>> memberships(UUID person) {
        return PeopleListStore.memberships(database::query, person);
    }

    Future<@Nullable Account> account(UUID person) {
        return AccountStore.account(database::query, person, false);
    }

    public Future<Map<UUID, String>> names(Collection<UUID> ids) {
        return PeopleStore.names(database::query, ids);
    }

    public Future<@Nullable Team> team(UUID id) {
        return TeamStore.team(database::query, id);
    }

    public Future<Map<UUID, String>> teamNames(Collection<UUID> ids) {
        return TeamStore.names(database::query, ids);
    }

    /** The teams by name, for a choice among them. */
    public Future<List<Team>> teamsByName(int limit) {
        return TeamStore.byName(database::query, limit);
    }

    /** The active people whose name or address has this part, by name. */
    public Future<List<User>> likeNamed(String part, int limit) {
        return PeopleStore.likeNamed(database::query, part, limit);
    }

    Future<List<Team>> teams(UUID after, int limit) {
        return TeamStore.teams(database::query, after, limit);
    }

    /** The API tokens of a person. */
    public Future<List<Token>> tokensOf(UUID person) {
        return TokenStore.of(database::query, person);
    }

    Future<List<Token>> tokens(UUID after, int limit) {
        return TokenStore.tokens(database::query, after, limit);
    }
}
