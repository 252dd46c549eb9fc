package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.catalog.service.Words;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps what only Opsgenie's clients say of an alert: its actions and responders, its create's request, its deletion. */
final class SentStore {
    static final String ADD = """
            insert into opsgenie_alert (alert, request, own_alias, actions, responders)
            select s.alert, s.request, s.own_alias, s.actions::jsonb, s.responders::jsonb
            from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[], $5::text[])
                as s (alert, request, own_alias, actions, responders)
            on conflict (alert) do nothing""";

    static final String ADD_RESPONDER = """
            insert into opsgenie_alert as o (alert, responders) values ($1, jsonb_build_array($2::text::jsonb))
            on conflict (alert) do update set responders = o.responders || excluded.responders
            where not o.responders @> excluded.responders and jsonb_array_length(o.responders) < 50""";

    static final String DELETE = """
            insert into opsgenie_alert (alert, deleted_at) values ($1, $2)
            on conflict (alert) do update set deleted_at = excluded.deleted_at""";

    /** What a create said. */
    record Sent(UUID alert, UUID request, Created created) {}

    Future<Void> add(Tx tx, List<Sent> sent) {
        if (sent.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(sent, Sent::alert))
                .addArrayOfUUID(Columns.uuids(sent, Sent::request))
                .addArrayOfBoolean(Columns.booleans(sent, one -> one.created().ownAlias()))
                .addArrayOfString(Columns.texts(sent, one -> json(one.created().actions())))
                .addArrayOfString(Columns.texts(
                        sent,
                        one -> json(one.created().responders().stream()
                                .map(Responder::json)
                                .toList())));
        return tx.query(ADD, arguments).mapEmpty();
    }

    Future<Void> addResponder(Tx tx, UUID alert, Responder responder) {
        return tx.query(ADD_RESPONDER, Tuple.of(alert, json(responder.json()))).mapEmpty();
    }

    Future<Void> delete(Tx tx, UUID alert, Instant at) {
        return tx.query(DELETE, Tuple.of(alert, Columns.utc(at))).mapEmpty();
    }

    /** jsonb keeps no U+0000, not even escaped. */
    private static String json(Object value) {
        return Words.text(Json.text(value)).replace("\\u0000", "\\ufffd");
    }
}
