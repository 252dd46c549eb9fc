package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** What escalations did beside paging people, in the database. */
final class FactStore {
    static final String KEEP = """
            insert into escalation_fact (id, escalation_id, at, sequence, fact)
            select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[], $5::jsonb[])
            on conflict (id) do nothing""";

    static final String OF_RUN = """
            select fact::text as fact from escalation_fact where escalation_id = $1
            order by at desc, sequence desc limit 500""";

    private FactStore() {}

    static Future<Void> keep(RowStore rows, List<EscalationFact> facts) {
        return facts.isEmpty()
                ? Future.succeededFuture()
                : rows.query(
                                KEEP,
                                Tuple.tuple()
                                        .addArrayOfUUID(Columns.uuids(facts, EscalationFact::id))
                                        .addArrayOfUUID(Columns.uuids(facts, EscalationFact::escalationId))
                                        .addArrayOfOffsetDateTime(Columns.times(facts, EscalationFact::at))
                                        .addArrayOfInteger(Columns.integers(facts, EscalationFact::sequence))
                                        .addArrayOfJsonObject(facts.stream()
                                                .map(fact -> new JsonObject(Json.text(fact)))
                                                .toArray(JsonObject[]::new)))
                        .mapEmpty();
    }

    /** The newest first. */
    static Future<List<EscalationFact>> of(RowStore rows, UUID run) {
        return rows.query(OF_RUN, Tuple.of(run))
                .map(found -> RowStore.all(found, row -> Json.read(row.getString("fact"), EscalationFact.class)));
    }
}
