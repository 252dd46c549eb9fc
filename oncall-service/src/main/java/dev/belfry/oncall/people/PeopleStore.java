package dev.belfry.oncall.people;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People and teams in the database. */
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
    static final String ACCOUNT = "select * from person where lower(email) = lower($1)";
    static final String ANY_USER = "select 1 from person limit 1";
    static final String KNOWN = "select id from person where id = any($1)";
    static final String NAMES = "select id, name from person where id = any($1)";
    static final String ACTIVE_NAMES = "select id, name from person where id = any($1) and active";
    static final String CATCH_ALL =
            "select id from person where active and role = 'admin' order by created_at, id limit 1";

    static final String LOCK_ADMINISTRATORS =
            "select id from person where active and role = 'admin' order by id for update";

    static final String TEAMS = """
            select t.id, t.name, t.version,
                coalesce(array_agg(m.person_id order by m.position) filter (where m.person_id is not null), '{}') as members,
                coalesce(array_agg(m.role order by m.position) filter (where m.person_id is not null), '{}') as roles
            from team t left join team_member m on m.team_id = t.id
            where t.id > $1
            group by t.id order by t.id limit $2""";
    static final String TEAM = """
            select t.id, t.name, t.version,
                coalesce(array_agg(m.person_id order by m.position) filter (where m.person_id is not null), '{}') as members,
                coalesce(array_agg(m.role order by m.position) filter (where m.person_id is not null), '{}') as roles
            from team t left join team_member m on m.team_id = t.id
            where t.id = $1
            group by t.id""";
    static final String LOCK_TEAM = "select 1 from team where id = $1 for update";
    static final String INSERT_TEAM = "insert into team (id, name, version) values ($1, $2, $3)";
    static final String UPDATE_TEAM = "update team set name = $2, version = $3 where id = $1";
    static final String DELETE_TEAM = "delete from team where id = $1";
    static final String CLEAR_MEMBERS = "delete from team_member where team_id = $1";
    static final String INSERT_MEMBERS = """
            insert into team_member (team_id, position, person_id, role)
            select $1, m.position, m.person, m.role
            from unnest($2::uuid[], $3::text[]) with ordinality as m (person, role, position)""";
    static final String MEMBERS_OF = """
            select m.team_id, m.person_id from team_member m join person p on p.id = m.person_id
            where m.team_id = any($1) and p.active and (not $2 or m.role = 'manager')
            order by m.team_id, m.position""";

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
                                .addOffsetDateTime(RowStore.time(now)))
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

    static Future<Boolean> anybody(RowStore rows) {
        return rows.query(ANY_USER, Tuple.tuple()).map(found -> found.size() > 0);
    }

    public static Future<@Nullable Account> account(RowStore rows, String email) {
        return rows.query(ACCOUNT, Tuple.of(email))
                .map(found -> RowStore.one(found, row -> new Account(user(row), row.getString("password_hash"))));
    }

    /** Those of the ids that exist. */
    public static Future<Set<UUID>> known(RowStore rows, Collection<UUID> ids) {
        return rows.query(KNOWN, ids(ids)).map(found -> new HashSet<>(RowStore.all(found, row -> row.getUUID("id"))));
    }

    public static Future<Map<UUID, String>> names(RowStore rows, Collection<UUID> ids) {
        return rows.query(NAMES, ids(ids)).map(PeopleStore::byId);
    }

    /** Those of the ids who can be paged at all. */
    public static Future<Map<UUID, String>> activeNames(RowStore rows, Collection<UUID> ids) {
        return rows.query(ACTIVE_NAMES, ids(ids)).map(PeopleStore::byId);
    }

    /** Who is paged when nobody else can be: the administrator who has been there longest. */
    public static Future<@Nullable UUID> catchAll(RowStore rows) {
        return rows.query(CATCH_ALL, Tuple.tuple()).map(found -> RowStore.one(found, row -> row.getUUID("id")));
    }

    /** Who administers, locked so that two of them cannot demote each other at once. */
    static Future<List<UUID>> lockAdministrators(RowStore rows) {
        return rows.query(LOCK_ADMINISTRATORS, Tuple.tuple())
                .map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    static Future<List<Team>> teams(RowStore rows, UUID after, int limit) {
        return rows.query(TEAMS, Tuple.of(after, limit)).map(found -> RowStore.all(found, PeopleStore::team));
    }

    static Future<@Nullable Team> team(RowStore rows, UUID id) {
        return rows.query(TEAM, Tuple.of(id)).map(found -> RowStore.one(found, PeopleStore::team));
    }

    /** The team, locked. */
    static Future<@Nullable Team> lockTeam(RowStore rows, UUID id) {
        return rows.query(LOCK_TEAM, Tuple.of(id)).compose(locked -> team(rows, id));
    }

    static Future<Void> insert(RowStore rows, Team team) {
        return rows.query(INSERT_TEAM, Tuple.of(team.id(), team.name(), team.version()))
                .compose(done -> members(rows, team));
    }

    static Future<Void> update(RowStore rows, Team team) {
        return rows.query(UPDATE_TEAM, Tuple.of(team.id(), team.name(), team.version()))
                .compose(done -> rows.query(CLEAR_MEMBERS, Tuple.of(team.id())))
                .compose(done -> members(rows, team));
    }

    static Future<Boolean> deleteTeam(RowStore rows, UUID id) {
        return rows.query(DELETE_TEAM, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    private static Future<Void> members(RowStore rows, Team team) {
        return rows.query(
                        INSERT_MEMBERS,
                        Tuple.tuple()
                                .addUUID(team.id())
                                .addArrayOfUUID(team.members().toArray(UUID[]::new))
                                .addArrayOfString(team.members().stream()
                                        .map(member -> team.roles().get(member))
                                        .toArray(String[]::new)))
                .mapEmpty();
    }

    /** The active members of each team, in the team's order; a team without any is absent. */
    public static Future<Map<UUID, List<UUID>>> members(RowStore rows, Collection<UUID> teams) {
        return membersOf(rows, teams, false);
    }

    /** The active members who lead each team, in the team's order; a team without any is absent. */
    public static Future<Map<UUID, List<UUID>>> managers(RowStore rows, Collection<UUID> teams) {
        return membersOf(rows, teams, true);
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

    private static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("time_zone"),
                row.getString("role"),
                row.getBoolean("active"),
                row.getLong("version"));
    }

    private static Team team(Row row) {
        List<UUID> members = List.of(row.getArrayOfUUIDs("members"));
        String[] roles = row.getArrayOfStrings("roles");
        Map<UUID, String> byMember = new LinkedHashMap<>();
        for (int i = 0; i < roles.length; i++) {
            byMember.put(members.get(i), roles[i]);
        }
        return new Team(row.getUUID("id"), row.getString("name"), members, byMember, row.getLong("version"));
    }
}
