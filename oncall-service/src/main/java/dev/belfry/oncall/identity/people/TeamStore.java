package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Teams with their members in the database. */
public final class TeamStore {
    static final String TEAMS = """
            select t.id, t.name, t.version,
                coalesce(array_agg(m.person_id order by m.position) filter (where m.person_id is not null), '{}') as members,
                coalesce(array_agg(m.role order by m.position) filter (where m.person_id is not null), '{}') as roles
            from team t left join team_member m on m.team_id = t.id
            where t.id > $1
            group by t.id order by t.id limit $2""";
    static final String BY_NAME = """
            select id, name, version, '{}'::uuid[] as members, '{}'::text[] as roles
            from team order by lower(name) limit $1""";
    static final String TEAM = """
            select t.id, t.name, t.version,
                coalesce(array_agg(m.person_id order by m.position) filter (where m.person_id is not null), '{}') as members,
                coalesce(array_agg(m.role order by m.position) filter (where m.person_id is not null), '{}') as roles
            from team t left join team_member m on m.team_id = t.id
            where t.id = $1
            group by t.id""";
    static final String NAMES = "select id, name from team where id = any($1)";
    static final String LOCK_TEAM = "select 1 from team where id = $1 for update";
    static final String LOCK_NAMED = "select id from team where lower(name) = lower($1) for update";
    static final String INSERT_TEAM = "insert into team (id, name, version) values ($1, $2, $3)";
    static final String UPDATE_TEAM = "update team set name = $2, version = $3 where id = $1";
    static final String DELETE_TEAM = "delete from team where id = $1";
    static final String CLEAR_MEMBERS = "delete from team_member where team_id = $1";
    static final String INSERT_MEMBERS = """
            insert into team_member (team_id, position, person_id, role)
            select $1, m.position, m.person, m.role
            from unnest($2::uuid[], $3::text[]) with ordinality as m (person, role, position)""";

    private TeamStore() {}

    static Future<List<Team>> teams(RowStore rows, UUID after, int limit) {
        return rows.query(TEAMS, Tuple.of(after, limit)).map(found -> RowStore.all(found, TeamStore::team));
    }

    /** Without their members. */
    static Future<List<Team>> byName(RowStore rows, int limit) {
        return rows.query(BY_NAME, Tuple.of(limit)).map(found -> RowStore.all(found, TeamStore::team));
    }

    static Future<Map<UUID, String>> names(RowStore rows, Collection<UUID> ids) {
        return rows.query(NAMES, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(found -> {
                    Map<UUID, String> names = new LinkedHashMap<>();
                    found.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
                    return names;
                });
    }

    static Future<@Nullable Team> team(RowStore rows, UUID id) {
        return rows.query(TEAM, Tuple.of(id)).map(found -> RowStore.one(found, TeamStore::team));
    }

    /** The team of that name, locked. */
    static Future<@Nullable Team> named(RowStore rows, String name) {
        return rows.query(LOCK_NAMED, Tuple.of(name))
                .map(found -> RowStore.one(found, row -> row.getUUID("id")))
                .compose(id -> id == null ? Future.<@Nullable Team>succeededFuture(null) : team(rows, id));
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

    public static Team team(Row row) {
        List<UUID> members = List.of(row.getArrayOfUUIDs("members"));
        String[] roles = row.getArrayOfStrings("roles");
        Map<UUID, String> byMember = new LinkedHashMap<>();
        for (int i = 0; i < roles.length; i++) {
            byMember.put(members.get(i), roles[i]);
        }
        return new Team(row.getUUID("id"), row.getString("name"), members, byMember, row.getLong("version"));
    }
}
