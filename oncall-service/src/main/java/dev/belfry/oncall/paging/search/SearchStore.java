package dev.belfry.oncall.paging.search;

import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Looks through the names of what this service keeps. */
final class SearchStore {
    // Whose name begins with it comes first. Who has left is found too: their history is still there.
    static final String FIND = """
            (select 'SCHEDULE' as kind, id, name from schedule where position(lower($1) in lower(name)) > 0
                order by position(lower($1) in lower(name)), lower(name) limit $2)
            union all
            (select 'POLICY', id, name from escalation_policy where position(lower($1) in lower(name)) > 0
                order by position(lower($1) in lower(name)), lower(name) limit $2)
            union all
            (select 'TEAM', id, name from team where position(lower($1) in lower(name)) > 0
                order by position(lower($1) in lower(name)), lower(name) limit $2)
            union all
            (select 'PERSON', id, name from person
                where position(lower($1) in lower(name)) > 0 or position(lower($1) in lower(email)) > 0
                order by not active, position(lower($1) in lower(name)), lower(name) limit $2)""";

    private SearchStore() {}

    /** @param most of each kind */
    static Future<List<Hit>> find(RowStore rows, String text, int most) {
        return rows.query(FIND, Tuple.of(text, most))
                .map(found -> RowStore.all(
                        found,
                        row -> new Hit(
                                Hit.Kind.valueOf(row.getString("kind")), row.getUUID("id"), row.getString("name"))));
    }
}
