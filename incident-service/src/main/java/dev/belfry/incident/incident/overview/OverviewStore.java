package dev.belfry.incident.incident.overview;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads how services stand. */
final class OverviewStore {
    private static final String STANDING = """
            select s.id, s.name, s.description, s.escalation_policy, s.grouping, s.group_fields, s.window_minutes,
                   s.window_rolls, s.recurs_minutes, d.integrations, i.open, i.triggered,
                   coalesce(i.worst, '') as worst
            from s
            cross join lateral (select count(*) as integrations from integration where service = s.id) d
            cross join lateral (
                select count(*) as open, count(*) filter (where status = 'triggered') as triggered, min(severity) as worst
                from incident where service = s.id and status <> 'resolved' and nature <> 'test') i
            order by s.name""";

    static final String LIST = """
            with s as (
                select * from service
                where ($1 = '' or strpos(lower(name), lower($1)) > 0) and ($2::text is null or name > $2)
                  and ($3::uuid[] is null or escalation_policy = any($3))
                order by name limit $4)
            """ + STANDING;

    static final String ONE = "with s as (select * from service where id = $1)\n" + STANDING;

    // Of the newest incidents only, so that a service that has thousands a day costs no more.
    static final String MONTH = """
            select count(*) as incidents, count(*) filter (where acknowledged_by_name is not null) as acknowledged,
                   extract(epoch from percentile_cont(0.5) within group (order by resolved_at - created_at))::bigint as median
            from (select * from incident where service = $1 order by number desc limit 2000) i
            where created_at >= $2""";

    static final String LAST_EVENTS = """
            select r.integration, max(r.received_at) as at from recent_request r join integration i on i.id = r.integration
            where i.service = $1 group by r.integration""";

    // Of incidents a bound is enough to know: whether there is any decides.
    static final String LOSSES = """
            select (select count(*) from incident where service = $1 and status <> 'resolved') as incidents,
                   (select count(*) from (
                        select 1 from incident where service = $1 and status = 'resolved' limit 1000) n) as past,
                   (select count(*) from integration where service = $1) as integrations,
                   (select count(*) from heartbeat where service = $1) as heartbeats,
                   (select count(*) from event_rule where service = $1) as rules,
                   (select count(*) from silence where service = $1 and ends_at > statement_timestamp()) as silences,
                   (select count(*) from maintenance_window
                    where services @> array[$1::uuid] and ends_at > statement_timestamp()) as windows""";

    private final Database database;

    OverviewStore(Database database) {
        this.database = database;
    }

    /**
     * Services by name.
     *
     * @param text a part of the name in any case; empty for all
     * @param policies only services of these escalation policies; null for all
     */
    Future<List<ServiceRow>> list(String text, @Nullable String after, @Nullable List<UUID> policies, int limit) {
        var only = policies == null ? null : policies.toArray(UUID[]::new);
        return database.query(LIST, Tuple.of(text, after, only, limit)).map(OverviewStore::rows);
    }

    Future<Optional<ServiceRow>> one(UUID id) {
        return database.query(ONE, Tuple.of(id))
                .map(found -> rows(found).stream().findFirst());
    }

    Future<Month> since(UUID service, Instant from) {
        return database.query(MONTH, Tuple.of(service, Columns.utc(from))).map(rows -> {
            var row = rows.iterator().next();
            var median = row.getLong("median");
            return new Month(
                    row.getLong("incidents"),
                    row.getLong("acknowledged"),
                    median == null ? null : Duration.ofSeconds(median));
        });
    }

    /** What would go with a service, or stands in the way of removing it. */
    Future<Losses> losses(UUID service) {
        return database.query(LOSSES, Tuple.of(service)).map(rows -> {
            var row = rows.iterator().next();
            return new Losses(
                    row.getLong("incidents"),
                    row.getLong("past"),
                    row.getLong("integrations"),
                    row.getLong("heartbeats"),
                    row.getLong("rules"),
                    row.getLong("silences"),
                    row.getLong("windows"));
        });
    }

    /** When each integration of a service received something last; those that never did are missing. */
    Future<Map<UUID, Instant>> lastEvents(UUID service) {
        return database.query(LAST_EVENTS, Tuple.of(service)).map(rows -> {
            Map<UUID, Instant> last = new HashMap<>();
            rows.forEach(row -> last.put(row.getUUID("integration"), Columns.instant(row, "at")));
            return last;
        });
    }

    private static List<ServiceRow> rows(RowSet<Row> found) {
        var all = new ArrayList<ServiceRow>(found.size());
        for (var row : found) {
            all.add(new ServiceRow(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getUUID("escalation_policy"),
                    null,
                    CatalogStore.group(row),
                    row.getLong("integrations"),
                    row.getLong("open"),
                    row.getLong("triggered"),
                    row.getString("worst")));
        }
        return all;
    }
}
