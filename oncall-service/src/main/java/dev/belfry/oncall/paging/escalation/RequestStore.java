package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what other services asked for, so that none is carried out twice and an early one can wait for its incident. */
final class RequestStore {
    static final String TAKE = """
            insert into escalation_request (id, at, request) values ($1, $2, $3)
            on conflict (id) do nothing returning id""";

    static final String FIND = "select request::text as request from escalation_request where id = $1";

    static final String FORGET = """
            delete from escalation_request where ctid = any(array(
                select ctid from escalation_request where at < $1 limit $2))""";

    private RequestStore() {}

    /** False when it was taken before. */
    static Future<Boolean> take(RowStore rows, EscalationRequest request) {
        return rows.query(
                        TAKE,
                        Tuple.of(request.id(), Columns.optionalUtc(request.at()), new JsonObject(Json.text(request))))
                .map(taken -> taken.size() > 0);
    }

    static Future<@Nullable EscalationRequest> find(RowStore rows, UUID id) {
        return rows.query(FIND, Tuple.of(id))
                .map(found -> RowStore.one(found, row -> Json.read(row.getString("request"), EscalationRequest.class)));
    }
}
