package dev.belfry.incident.incident.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads stored alerts for a replay, newest first. */
public final class ReplayStore {
    // Ids are made in the order of time: the primary key leads through the last days without another index.
    static final String PAGE = """
            select a.id, a.integration, a.service, coalesce(i.service, a.service) as origin, a.incident, n.number,
                   a.dedup_key, a.severity, a.summary, a.source, a.component, a.description, a.priority, a.tags,
                   a.details::text as details, a.labels::text as labels, a.count, a.first_seen, a.resolved_at,
                   a.incident is null and a.silenced_by <> '{}' as silenced, coalesce(r.format, 'generic') as format
            from alert a
            left join integration i on i.id = a.integration
            left join incident n on n.id = a.incident
            left join request r on r.id = a.first_request
            where a.id >= $1 and a.id < $2
              and ($3::uuid is null or a.service = $3 or i.service = $3) and ($4::uuid is null or a.integration = $4)
            order by a.id desc limit $5""";

    static final String ACTED = """
            select distinct incident from timeline where incident = any($1::uuid[]) and actor_kind = 'user'""";

    private final Database database;

    public ReplayStore(Database database) {
        this.database = database;
    }

    /**
     * @param from the least id
     * @param before the id above the greatest
     */
    Future<List<Past>> page(UUID from, UUID before, @Nullable UUID service, @Nullable UUID integration, int limit) {
        return database.query(PAGE, Tuple.of(from, before, service, integration, limit))
                .map(rows -> {
                    var all = new ArrayList<Past>(rows.size());
                    rows.forEach(row -> all.add(past(row)));
                    return all;
                });
    }

    /** The incidents that a person did something about. */
    Future<Set<UUID>> actedUpon(Collection<UUID> incidents) {
        return database.query(ACTED, Tuple.tuple().addArrayOfUUID(incidents.toArray(UUID[]::new)))
                .map(rows -> {
                    var acted = new HashSet<UUID>();
                    rows.forEach(row -> acted.add(row.getUUID("incident")));
                    return acted;
                });
    }

    private static Past past(Row row) {
        var id = row.getUUID("id");
        var firstSeen = Columns.instant(row, "first_seen");
        var labels = row.getString("labels");
        var tags = row.getArrayOfStrings("tags");
        var signal = new AlertSignal(
                id,
                AlertAction.TRIGGER,
                row.getString("dedup_key"),
                row.getString("summary"),
                AlertSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                row.getString("source"),
                row.getString("component"),
                null,
                Objects.requireNonNullElse(map(row.getString("details")), Map.of()),
                List.of(),
                labels == null ? null : map(labels),
                row.getString("description"),
                row.getString("priority"),
                tags == null ? null : List.of(tags),
                null,
                null);
        return new Past(
                new AcceptedRequest(
                        id,
                        row.getUUID("integration"),
                        row.getUUID("origin"),
                        row.getString("format"),
                        firstSeen,
                        "",
                        List.of()),
                signal,
                id,
                row.getUUID("service"),
                row.getUUID("incident"),
                row.getLong("number"),
                row.getBoolean("silenced"),
                row.getLong("count"),
                firstSeen,
                Columns.optionalInstant(row, "resolved_at"));
    }

    private static @Nullable Map<String, String> map(@Nullable String json) {
        try {
            return json == null ? null : Json.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }

    /** The least id that can have been made at that time or later. */
    static UUID first(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
