package dev.belfry.incident.signal.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the alerts that time brings about: those whose silence is over, and those their sender has forgotten. */
public final class OverdueStore {
    static final String COLUMNS = """
            select a.id, a.integration, a.dedup_key, a.service, a.incident, a.severity, a.count, a.first_seen, a.last_seen,
                   a.resolved_at, a.expires_at, a.silenced_by, a.apart, a.earlier, a.urgency, a.urgency_why, a.hold::text as hold, a.summary, a.source, a.priority, a.component, a.details::text as details,
                   a.labels::text as labels, i.name as integration_name, s.name as service_name,
                   exists (select 1 from maintenance_window w where w.id = any(a.silenced_by)) as by_maintenance
            from alert a join service s on s.id = a.service left join integration i on i.id = a.integration
            """;

    // Held back by something that is not active (any more): each look makes them fewer. What a rule suppresses or
    // counts
    // waits for its sender.
    static final String RELEASED = COLUMNS + """
            where a.service = $1 and a.status = 'triggered' and a.incident is null
              and not (a.silenced_by <@ $2::uuid[] and a.silenced_by <> '{}')
              and (a.hold is null or (a.held_until is not null and a.held_until <= $4))
            order by a.id limit $3""";

    // A rule that is gone or off holds back nothing any more.
    static final String LET_GO = """
            update alert a set held_until = $2, hold = jsonb_set(a.hold, '{until}', to_jsonb($3::text))
            where a.service = $1 and a.status = 'triggered' and a.incident is null and a.hold is not null
              and not exists (select 1 from event_rule r where r.id = (a.hold->>'rule')::uuid and r.enabled)""";

    static final String NEXT_RELEASE = """
            select min(held_until) as next from alert
            where service = $1 and status = 'triggered' and held_until > $2""";

    static final String EXPIRED = COLUMNS + """
            where a.service = $1 and a.status = 'triggered' and a.expires_at <= $2
            order by a.id limit $3""";

    static final String NEXT_EXPIRY = """
            select min(expires_at) as next from alert
            where service = $1 and status = 'triggered' and expires_at is not null""";

    /** Alerts of a service that are held back by silences that are not among the active ones, or by a pause that is over. */
    public Future<List<Silenced>> released(Tx tx, UUID service, Collection<UUID> active, Instant now, int limit) {
        var arguments = Tuple.tuple()
                .addUUID(service)
                .addArrayOfUUID(active.toArray(UUID[]::new))
                .addInteger(limit)
                .addOffsetDateTime(Columns.utc(now));
        return tx.query(LET_GO, Tuple.of(service, Columns.utc(now), now.toString()))
                .compose(done -> tx.query(RELEASED, arguments))
                .map(rows -> {
                    var all = new ArrayList<Silenced>(rows.size());
                    for (var row : rows) {
                        all.add(new Silenced(
                                AlertStore.alert(row),
                                row.getString("summary"),
                                row.getString("component"),
                                row.getString("source"),
                                row.getString("priority"),
                                labels(row),
                                row.getBoolean("by_maintenance")));
                    }
                    return all;
                });
    }

    /** When the next pause of an alert of a service is over. */
    public Future<Optional<Instant>> nextRelease(Tx tx, UUID service, Instant now) {
        return tx.query(NEXT_RELEASE, Tuple.of(service, Columns.utc(now)))
                .map(rows -> Optional.ofNullable(
                        Columns.optionalInstant(rows.iterator().next(), "next")));
    }

    /** Alerts of a service that should have been said again by then. */
    public Future<List<Alert>> expired(Tx tx, UUID service, Instant by, int limit) {
        return tx.query(EXPIRED, Tuple.of(service, Columns.utc(by), limit)).map(rows -> {
            var all = new ArrayList<Alert>(rows.size());
            rows.forEach(row -> all.add(AlertStore.alert(row)));
            return all;
        });
    }

    /** When the next alert of a service expires unless it is said again. */
    public Future<Optional<Instant>> nextExpiry(Tx tx, UUID service) {
        return tx.query(NEXT_EXPIRY, Tuple.of(service))
                .map(rows -> Optional.ofNullable(
                        Columns.optionalInstant(rows.iterator().next(), "next")));
    }

    static Map<String, String> labels(Row row) {
        return Labels.of(
                map(row.getString("labels")),
                row.getString("summary"),
                severity(row),
                row.getString("source"),
                row.getString("component"),
                row.getString("dedup_key"),
                row.getString("integration_name"),
                row.getString("service_name"),
                Objects.requireNonNullElse(map(row.getString("details")), Map.of()));
    }

    private static AlertSeverity severity(Row row) {
        return AlertSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT));
    }

    private static @Nullable Map<String, String> map(@Nullable String json) {
        try {
            return json == null ? null : Json.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }
}
