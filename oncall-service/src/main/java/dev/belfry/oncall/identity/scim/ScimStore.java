package dev.belfry.oncall.identity.scim;

import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.people.TeamStore;
import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People and teams by what the provisioning directory calls them. */
final class ScimStore {
    private static final String WHICH_USERS = """
            from person
            where not deprovisioned
                and ($1::uuid is null or id = $1)
                and ($2::text is null or lower(email) = lower($2))
                and ($3::text is null or external_id = $3)
                and ($4::text is null or lower(name) = lower($4))
                and ($5::boolean is null or active = $5)
            """;
    static final String USERS = "select * " + WHICH_USERS + "order by id offset $6 limit $7";
    static final String COUNT_USERS = "select count(*) as total " + WHICH_USERS;
    private static final String WHICH_GROUPS = """
            from team t
            where ($1::uuid is null or t.id = $1)
                and ($2::text is null or lower(t.name) = lower($2))
                and ($3::text is null or t.external_id = $3)
                and ($4::uuid is null
                    or exists (select 1 from team_member m where m.team_id = t.id and m.person_id = $4))
            """;
    static final String GROUPS = """
            select t.id, t.name, t.version, t.external_id,
                array(select m.person_id from team_member m where m.team_id = t.id order by m.position) as members,
                array(select m.role from team_member m where m.team_id = t.id order by m.position) as roles
            """ + WHICH_GROUPS + "order by t.id offset $5 limit $6";
    static final String COUNT_GROUPS = "select count(*) as total " + WHICH_GROUPS;
    static final String NAME_USER = "update person set external_id = $2, deprovisioned = false where id = $1";
    static final String NAME_GROUP = "update team set external_id = $2 where id = $1";
    static final String DEPROVISION = "update person set deprovisioned = true, external_id = null where id = $1";
    static final String DEPROVISIONED = "select id from person where deprovisioned and lower(email) = lower($1)";

    private ScimStore() {}

    /** One page of a list, and how many there are in all. */
    record Found<T>(int total, List<T> items) {}

    static Future<Found<ScimUser>> users(RowStore rows, @Nullable UUID id, ScimFilter filter, int offset, int limit) {
        String active = filter.of("active");
        Tuple which = Tuple.tuple()
                .addUUID(id)
                .addString(filter.of("userName"))
                .addString(filter.of("externalId"))
                .addString(filter.of("displayName"))
                .addBoolean(active == null ? null : active.equalsIgnoreCase("true"));
        return total(rows, COUNT_USERS, which)
                .compose(total -> rows.query(USERS, page(which, offset, limit))
                        .map(found -> new Found<>(total, RowStore.all(found, ScimStore::user))));
    }

    static Future<Found<ScimGroup>> groups(
            RowStore rows, @Nullable UUID id, @Nullable UUID member, ScimFilter filter, int offset, int limit) {
        Tuple which = Tuple.tuple()
                .addUUID(id)
                .addString(filter.of("displayName"))
                .addString(filter.of("externalId"))
                .addUUID(member);
        return total(rows, COUNT_GROUPS, which)
                .compose(total -> rows.query(GROUPS, page(which, offset, limit))
                        .map(found -> new Found<>(total, RowStore.all(found, ScimStore::group))));
    }

    static Future<Void> nameUser(RowStore rows, UUID id, @Nullable String externalId) {
        return rows.query(NAME_USER, Tuple.tuple().addUUID(id).addString(externalId))
                .mapEmpty();
    }

    static Future<Void> nameGroup(RowStore rows, UUID id, @Nullable String externalId) {
        return rows.query(NAME_GROUP, Tuple.tuple().addUUID(id).addString(externalId))
                .mapEmpty();
    }

    static Future<Void> deprovision(RowStore rows, UUID id) {
        return rows.query(DEPROVISION, Tuple.of(id)).mapEmpty();
    }

    /** Somebody who was taken out before and comes again. */
    static Future<@Nullable UUID> deprovisioned(RowStore rows, String email) {
        return rows.query(DEPROVISIONED, Tuple.of(email)).map(found -> RowStore.one(found, row -> row.getUUID("id")));
    }

    private static Future<Integer> total(RowStore rows, String count, Tuple which) {
        return rows.query(count, which).map(found -> found.iterator().next().getInteger("total"));
    }

    private static Tuple page(Tuple which, int offset, int limit) {
        Tuple page = Tuple.tuple();
        for (int i = 0; i < which.size(); i++) {
            page.addValue(which.getValue(i));
        }
        return page.addInteger(offset).addInteger(limit);
    }

    private static ScimUser user(Row row) {
        return new ScimUser(PeopleStore.user(row), row.getString("external_id"));
    }

    private static ScimGroup group(Row row) {
        return new ScimGroup(TeamStore.team(row), row.getString("external_id"));
    }
}
