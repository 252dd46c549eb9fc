package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People and teams as lists show them, in the order of their names. */
final class PeopleListStore {
    /** $6 says whether only those of $7 are meant, or only the others; null for all. */
    static final String PEOPLE = """
            select p.*, (select max(s.last_seen_at) from session s where s.person_id = p.id) as last_seen,
                array(select t.name from team_member m join team t on t.id = m.team_id
                    where m.person_id = p.id order by lower(t.name)) as teams
            from person p
            where p.active = $1
                and ($2 = '' or position(lower($2) in lower(p.name)) > 0 or position(lower($2) in lower(p.email)) > 0
                    or exists (select from team_member m join team t on t.id = m.team_id
                        where m.person_id = p.id and position(lower($2) in lower(t.name)) > 0))
                and ($3 = '' or p.role = $3)
                and ($4::uuid is null or exists (select from team_member m where m.person_id = p.id and m.team_id = $4))
                and ($5 = '' or (lower(p.name), p.id) > (lower($5), $8))
                and ($6::boolean is null or (p.id = any($7)) = $6)
            order by lower(p.name), p.id limit $9""";

    static final String COUNTS = """
            select count(*) filter (where active) as active, count(*) filter (where not active) as inactive,
                (select count(*) from team) as teams,
                count(*) filter (where active and not id = any($1)) as unreached
            from person""";
    static final String TEAMS = """
            select t.id, t.name, t.version,
                coalesce(array_agg(m.person_id order by m.position) filter (where m.person_id is not null), '{}') as members,
                coalesce(array_agg(m.role order by m.position) filter (where m.person_id is not null), '{}') as roles
            from team t left join team_member m on m.team_id = t.id
            where ($1 = '' or position(lower($1) in lower(t.name)) > 0)
                and ($2 = '' or (lower(t.name), t.id) > (lower($2), $3))
            group by t.id order by lower(t.name), t.id limit $4""";

    static final String TEAM_NAMES = "select id, name from team order by lower(name), id limit $1";
    static final String MEMBERSHIPS = """
            select t.id, t.name, m.role from team_member m join team t on t.id = m.team_id
            where m.person_id = $1 order by lower(t.name), t.id limit 200""";

    private PeopleListStore() {}

    static Future<Map<UUID, String>> teamNames(RowStore rows, int most) {
        return rows.query(TEAM_NAMES, Tuple.of(most)).map(found -> {
            Map<UUID, String> names = new LinkedHashMap<>();
            found.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
            return names;
        });
    }

    static Future<List<Membership>> memberships(RowStore rows, UUID person) {
        return rows.query(MEMBERSHIPS, Tuple.of(person))
                .map(found -> RowStore.all(
                        found, row -> new Membership(row.getUUID("id"), row.getString("name"), row.getString("role"))));
    }

    /**
     * @param among whether only the {@code some} are meant, or only the others; null for everybody
     * @param afterName the name after which it goes on; empty for the beginning
     */
    static Future<List<PersonRow>> people(
            RowStore rows,
            PeopleFilter filter,
            @Nullable Boolean among,
            Collection<UUID> some,
            String afterName,
            UUID after,
            int limit) {
        return rows.query(
                        PEOPLE,
                        Tuple.tuple()
                                .addBoolean(filter.active())
                                .addString(filter.text())
                                .addString(filter.role())
                                .addUUID(filter.team())
                                .addString(afterName)
                                .addBoolean(among)
                                .addArrayOfUUID(some.toArray(UUID[]::new))
                                .addUUID(after)
                                .addInteger(limit))
                .map(found -> RowStore.all(
                        found,
                        row -> new PersonRow(
                                PeopleStore.user(row),
                                List.of(row.getArrayOfStrings("teams")),
                                Columns.optionalInstant(row, "last_seen"))));
    }

    /** @param reached who has a contact method */
    static Future<PeopleCounts> counts(RowStore rows, Collection<UUID> reached) {
        return rows.query(COUNTS, Tuple.tuple().addArrayOfUUID(reached.toArray(UUID[]::new)))
                .map(found -> {
                    var row = found.iterator().next();
                    return new PeopleCounts(
                            row.getLong("active"),
                            row.getLong("inactive"),
                            row.getLong("teams"),
                            row.getLong("unreached"));
                });
    }

    static Future<List<Team>> teams(RowStore rows, String text, String afterName, UUID after, int limit) {
        return rows.query(TEAMS, Tuple.of(text, afterName, after, limit))
                .map(found -> RowStore.all(found, TeamStore::team));
    }
}
