package dev.belfry.oncall.identity.people;

import dev.belfry.contracts.directory.TeamRole;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People in the database, and who leads and who is in a team. */
public final class PeopleStore {
    static final String INSERT_USER = """
            insert into person (id, name, email, time_zone, role, active, password_hash, version, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    static final String UPDATE_USER = """
            update person
            set name = $2, email = $3, time_zone = $4, role = $5, active = $6,
                password_hash = coalesce($7, password_hash), version = $8
            where id = $1""";
    static final String DELETE_USER = "delete from person where id = $1";
    static final String USER = "select * from person where id = $1";
    static final String LOCK_USER = "select * from person where id = $1 for update";
    static final String USERS = "select * from person where id > $1 order by id limit $2";
    static final String USERS_BY_NAME = "select * from person order by active desc, lower(name), id limit $1";
    static final String LIKE_NAMED = """
            select * from person
            where active and (position($1 in lower(name)) > 0 or position($1 in lower(email)) > 0)
            order by lower(name), id limit $2""";
    static final String ANY_USER = "select 1 from person limit 1";
    static final String KNOWN = "select id from person where id = any($1)";
    static final String STANDING = "select id, active from person where id = any($1)";
    static final String DEACTIVATE = """
            insert into inactivity (person_id, since) values ($1, $2)
            on conflict (person_id, since) do update set until = null""";
    static final String ACTIVATE =
            "update inactivity set until = greatest(since, $2) where person_id = $1 and until is null";
    static final String INACTIVITY = """
            select person_id, since, until from inactivity
            where person_id = any($1) and since <= $3 and (until is null or until > $2)
            order by person_id, since""";
    static final String NAMES = "select id, name from person where id = any($1)";
    static final String REACHABLE = """
            with resort as (select id from person where active and role = 'admin' order by created_at, id limit 1)
            select id, name, coalesce(id = (select id from resort), false) as last_resort from person
            where active and id = any(array_append($1::uuid[], (select id from resort)))""";

    static final String LOCK_ADMINISTRATORS =
            "select id from person where active and role = 'admin' order by id for update";

    static final String MEMBERS_OF = """
            select m.team_id, m.person_id from team_member m join person p on p.id = m.person_id
            where m.team_id = any($1) and p.active and (not $2 or m.role = 'manager')
            order by m.team_id, m.position""";

    static final String TEAMS_OF = "select team_id from team_member where person_id = $1 order by team_id";

    static final String EVERYBODY = "select id from person where id > $1 order by id limit $2";
    static final String ENTRIES = """
            select p.*,
                coalesce(array_agg(m.team_id order by m.team_id) filter (where m.team_id is not null), '{}') as teams,
                coalesce(array_agg(m.role order by m.team_id) filter (where m.team_id is not null), '{}') as team_roles
            from person p left join team_member m on m.person_id = p.id
            where p.id = any($1)
            group by p.id order by p.id""";

    static final String MUST_CHANGE_PASSWORD = "update person set must_change_password = $2 where id = $1";

    private PeopleStore() {}

    static Future<Void> insert(RowStore rows, User user, @Nullable String passwordHash, Instant now) {
        return rows.query(
                        INSERT_USER,
                        Tuple.tuple()
                                .addUUID(user.id())
                                .addString(user.name())
                                .addString(user.email())
                                .addString(user.timeZone())
                                .addString(user.role())
                                .addBoolean(user.active())
                                .addString(passwordHash)
                                .addLong(user.version())
                                .addOffsetDateTime(Columns.optionalUtc(now)))
                .mapEmpty();
    }

    static Future<Void> update(RowStore rows, User user, @Nullable String passwordHash) {
        return rows.query(
                        UPDATE_USER,
                        Tuple.tuple()
                                .addUUID(user.id())
                                .addString(user.name())
                                .addString(user.email())
                                .addString(user.timeZone())
                                .addString(user.role())
                                .addBoolean(user.active())
                                .addString(passwordHash)
                                .addLong(user.version()))
                .mapEmpty();
    }

    /** From now on the person is somebody, or nobody. */
    static Future<Void> active(RowStore rows, UUID person, boolean active, Instant now) {
        return rows.query(active ? ACTIVATE : DEACTIVATE, Tuple.of(person, Columns.optionalUtc(now)))
                .mapEmpty();
    }

    /** When these people are nobody, as far as it touches the time between the two instants. */
    public static Future<List<Inactivity>> inactivity(
            RowStore rows, Collection<UUID> people, Instant from, Instant to) {
        return people.isEmpty()
                ? Future.succeededFuture(List.of())
                : rows.query(
                                INACTIVITY,
                                ids(people)
                                        .addOffsetDateTime(Columns.optionalUtc(from))
                                        .addOffsetDateTime(Columns.optionalUtc(to)))
                        .map(found -> RowStore.all(
                                found,
                                row -> new Inactivity(
                                        row.getUUID("person_id"),
                                        Columns.instant(row, "since"),
                                        Columns.optionalInstant(row, "until"))));
    }

    static Future<Void> mustChangePassword(RowStore rows, UUID id, boolean must) {
        return rows.query(MUST_CHANGE_PASSWORD, Tuple.of(id, must)).mapEmpty();
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE_USER, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    static Future<@Nullable User> user(RowStore rows, UUID id, boolean lock) {
        return rows.query(lock ? LOCK_USER : USER, Tuple.of(id)).map(found -> RowStore.one(found, PeopleStore::user));
    }

    static Future<List<User>> users(RowStore rows, UUID after, int limit) {
        return rows.query(USERS, Tuple.of(after, limit)).map(found -> RowStore.all(found, PeopleStore::user));
    }

    static Future<List<User>> usersByName(RowStore rows, int limit) {
        return rows.query(USERS_BY_NAME, Tuple.of(limit)).map(found -> RowStore.all(found, PeopleStore::user));
    }

    static Future<List<User>> likeNamed(RowStore rows, String part, int limit) {
        return rows.query(LIKE_NAMED, Tuple.of(part.toLowerCase(Locale.ROOT), limit))
                .map(found -> RowStore.all(found, PeopleStore::user));
    }

    static Future<Boolean> anybody(RowStore rows) {
        return rows.query(ANY_USER, Tuple.tuple()).map(found -> found.size() > 0);
    }

    /** Those of the ids that exist. */
    public static Future<Set<UUID>> known(RowStore rows, Collection<UUID> ids) {
        return rows.query(KNOWN, ids(ids)).map(found -> new HashSet<>(RowStore.all(found, row -> row.getUUID("id"))));
    }

    /** Which of the ids exist, and which of them can be put on call. */
    public static Future<Known> standing(RowStore rows, Collection<UUID> ids) {
        return rows.query(STANDING, ids(ids)).map(found -> {
            Set<UUID> all = new HashSet<>();
            Set<UUID> active = new HashSet<>();
            for (Row row : found) {
                all.add(row.getUUID("id"));
                if (row.getBoolean("active")) {
                    active.add(row.getUUID("id"));
                }
            }
            return new Known(all, active);
        });
    }

    public static Future<Map<UUID, String>> names(RowStore rows, Collection<UUID> ids) {
        return rows.query(NAMES, ids(ids)).map(PeopleStore::byId);
    }

    /**
     * Who of these is active, by name, and who is paged when nobody else can be.
     *
     * @param lastResort the administrator who has been there longest; among the names too
     */
    public record Reachable(
            Map<UUID, String> names, @Nullable UUID lastResort) {}

    public static Future<Reachable> reachable(RowStore rows, Collection<UUID> ids) {
        return rows.query(REACHABLE, ids(ids))
                .map(found -> new Reachable(
                        byId(found),
                        RowStore.all(found, row -> row).stream()
                                .filter(row -> row.getBoolean("last_resort"))
                                .map(row -> row.getUUID("id"))
                                .findFirst()
                                .orElse(null)));
    }

    /** Who administers, locked so that two of them cannot demote each other at once. */
    static Future<List<UUID>> lockAdministrators(RowStore rows) {
        return rows.query(LOCK_ADMINISTRATORS, Tuple.tuple())
                .map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    /** The active members of each team, in the team's order; a team without any is absent. */
    public static Future<Map<UUID, List<UUID>>> members(RowStore rows, Collection<UUID> teams) {
        return membersOf(rows, teams, false);
    }

    /** The active members who lead each team, in the team's order; a team without any is absent. */
    public static Future<Map<UUID, List<UUID>>> managers(RowStore rows, Collection<UUID> teams) {
        return membersOf(rows, teams, true);
    }

    public static Future<List<UUID>> teamsOf(RowStore rows, UUID person) {
        return rows.query(TEAMS_OF, Tuple.of(person)).map(found -> RowStore.all(found, row -> row.getUUID("team_id")));
    }

    /** The ids of people behind this one. */
    static Future<List<UUID>> after(RowStore rows, UUID after, int limit) {
        return rows.query(EVERYBODY, Tuple.of(after, limit))
                .map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    /** What the directory is to say of these people. */
    static Future<List<UserEntry>> entries(RowStore rows, Collection<UUID> people) {
        return rows.query(ENTRIES, ids(people)).map(found -> RowStore.all(found, PeopleStore::entry));
    }

    private static UserEntry entry(Row row) {
        UUID[] teams = row.getArrayOfUUIDs("teams");
        String[] roles = row.getArrayOfStrings("team_roles");
        List<TeamRole> told = new ArrayList<>();
        for (int i = 0; i < teams.length; i++) {
            told.add(new TeamRole(teams[i], roles[i]));
        }
        return user(row).entry(told);
    }

    private static Future<Map<UUID, List<UUID>>> membersOf(RowStore rows, Collection<UUID> teams, boolean managers) {
        return rows.query(MEMBERS_OF, ids(teams).addBoolean(managers)).map(found -> {
            Map<UUID, List<UUID>> people = new HashMap<>();
            for (Row row : found) {
                people.computeIfAbsent(row.getUUID("team_id"), team -> new ArrayList<>())
                        .add(row.getUUID("person_id"));
            }
            return people;
        });
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static Map<UUID, String> byId(Iterable<Row> found) {
        Map<UUID, String> names = new HashMap<>();
        for (Row row : found) {
            names.put(row.getUUID("id"), row.getString("name"));
        }
        return names;
    }

    public static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("time_zone"),
                row.getString("role"),
                row.getBoolean("active"),
                row.getLong("version"));
    }
}
