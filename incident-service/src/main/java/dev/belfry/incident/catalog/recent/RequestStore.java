package dev.belfry.incident.catalog.recent;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Keeps the latest requests of each integration, twenty and no more: a new one takes the place of the oldest. Of a flood
 * one a second is kept; who sends now and then finds all.
 */
public final class RequestStore {
    public static final int MOST = 20;
    private static final int SHOWN = 4_000;

    // "back" counts from the newest. What is left of the room of an integration grows by one each second, up to twenty.
    static final String KEEP = """
            with offered as (
                select r.*, row_number() over (partition by r.integration order by r.position desc) as back,
                       least(20, coalesce(t.room + greatest(0, extract(epoch from now() - t.at)), 20)) as room
                from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::int[])
                    with ordinality as r (integration, format, received_at, length, raw, told, alerts, position)
                join integration i on i.id = r.integration
                left join request_tally t on t.integration = r.integration),
            fresh as (select * from offered where back <= floor(room)),
            counted as (
                insert into request_tally as t (integration, kept, room, at)
                select integration, count(*), max(room) - count(*), now() from fresh group by integration
                on conflict (integration) do update set kept = t.kept + excluded.kept, room = excluded.room,
                                                        at = excluded.at
                returning integration, kept)
            insert into recent_request (integration, place, seq, format, received_at, length, raw, told, alerts)
            select f.integration, ((c.kept - f.back) % 20)::int, c.kept - f.back, f.format, f.received_at, f.length,
                   f.raw, f.told::jsonb, f.alerts
            from fresh f join counted c on c.integration = f.integration
            on conflict (integration, place) do update set
                seq = excluded.seq, format = excluded.format, received_at = excluded.received_at,
                length = excluded.length, raw = excluded.raw, told = excluded.told, alerts = excluded.alerts""";

    static final String LIST = """
            select seq, format, received_at, length, left(raw, $2) as raw, told::text as told, alerts
            from recent_request where integration = $1 order by seq desc""";

    static final String BODY = "select raw from recent_request where integration = $1 and seq = $2";

    static final String NEWEST = """
            select integration, max(seq) as seq from recent_request where integration = any($1::uuid[])
            group by integration""";

    private final Database database;

    public RequestStore(Database database) {
        this.database = database;
    }

    /** Keeps the newest of these, which are in the order in which they came. */
    public <T> Future<Void> keep(Tx tx, List<T> came, Function<T, UUID> integration, Function<T, RecentRequest> shape) {
        var latest = latest(came, integration).stream().map(shape).toList();
        if (latest.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(latest, RecentRequest::integration))
                .addArrayOfString(Columns.texts(latest, RecentRequest::format))
                .addArrayOfOffsetDateTime(Columns.times(latest, RecentRequest::receivedAt))
                .addArrayOfInteger(Columns.integers(latest, RecentRequest::length))
                .addArrayOfString(Columns.texts(latest, RecentRequest::raw))
                .addArrayOfString(Columns.texts(latest, one -> Json.text(one.told())))
                .addArrayOfInteger(Columns.integers(latest, RecentRequest::alerts));
        return tx.query(KEEP, arguments).mapEmpty();
    }

    /** At most as many of each integration as are ever kept. */
    private static <T> List<T> latest(List<T> came, Function<T, UUID> integration) {
        var counts = new HashMap<UUID, Integer>();
        var latest = new ArrayList<T>();
        for (var one : came.reversed()) {
            if (counts.merge(integration.apply(one), 1, Integer::sum) <= MOST) {
                latest.add(one);
            }
        }
        Collections.reverse(latest);
        return latest;
    }

    /** Newest first, with the beginning of each body. */
    public Future<List<RecentRequest>> of(UUID integration) {
        return database.query(LIST, Tuple.of(integration, SHOWN)).map(rows -> {
            var all = new ArrayList<RecentRequest>(rows.size());
            for (var row : rows) {
                all.add(new RecentRequest(
                        row.getLong("seq"),
                        integration,
                        row.getString("format"),
                        Columns.instant(row, "received_at"),
                        row.getString("raw"),
                        row.getInteger("length"),
                        List.of(Json.read(row.getString("told"), Told[].class)),
                        row.getInteger("alerts")));
            }
            return all;
        });
    }

    /** The body of one of them. */
    public Future<Optional<String>> body(UUID integration, long seq) {
        return database.query(BODY, Tuple.of(integration, seq))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("raw")));
    }

    /** The number of the newest of each. */
    Future<Map<UUID, Long>> newest(Collection<UUID> integrations) {
        return database.query(NEWEST, Tuple.tuple().addArrayOfUUID(integrations.toArray(UUID[]::new)))
                .map(rows -> {
                    var newest = new LinkedHashMap<UUID, Long>();
                    rows.forEach(row -> newest.put(row.getUUID("integration"), row.getLong("seq")));
                    return newest;
                });
    }
}
