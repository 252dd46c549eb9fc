package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.RequestedParty;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds whom a sender means by a name. */
final class NamedStore {
    /** In the order in which a name is taken when it could be several things. */
    static final String FIND = """
            select 1 as place, 'user' as type, id from person
            where active and (id::text = lower($1) or lower(email) = lower($1) or lower(name) = lower($1))
            union all
            select 2, 'team', id from team where id::text = lower($1) or lower(name) = lower($1)
            union all
            select 3, 'schedule', id from schedule where id::text = lower($1) or lower(name) = lower($1)
            union all
            select 4, 'policy', id from escalation_policy where id::text = lower($1) or lower(name) = lower($1)
            order by place, id limit 20""";

    private NamedStore() {}

    /** Null when nothing, or more than one of a kind, has the name. */
    static Future<@Nullable Target> find(RowStore rows, RequestedParty party, String named) {
        return rows.query(FIND, Tuple.of(named)).map(found -> {
            List<Target> all = RowStore.all(
                            found,
                            row -> new Target(
                                    TargetType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                                    row.getUUID("id")))
                    .stream()
                    .filter(target ->
                            party == RequestedParty.ANY || target.type().name().equals(party.name()))
                    .toList();
            boolean alone = !all.isEmpty()
                    && all.stream()
                                    .filter(target ->
                                            target.type() == all.getFirst().type())
                                    .count()
                            == 1;
            return alone ? all.getFirst() : null;
        });
    }
}
