package dev.belfry.incident.signal.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.RoutingKey;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.database.Unnest;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps alerts and the bodies they came in; always many at once. */
public final class AlertStore {
    static final String NEWEST = """
            select a.id, a.integration, a.dedup_key, a.service, a.incident, a.severity, a.count, a.first_seen, a.last_seen,
                   a.resolved_at, a.expires_at, a.silenced_by, a.hold::text as hold, a.apart, a.earlier, a.urgency, a.urgency_why
            from unnest($1::uuid[], $2::text[]) as k (integration, dedup_key)
            cross join lateral (
                select * from alert where integration = k.integration and dedup_key = k.dedup_key
                order by id desc limit 1) a""";

    static final String KEEP_REQUESTS = """
            insert into request (id, integration, format, received_at, raw, held)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::int[])
            on conflict (id) do update set held = request.held + excluded.held""";

    /** A body that was the last of an alert until now, and is no alert's first, is removed. */
    static final String LET_GO = """
            with gone as (select id, count(*) as names from unnest($1::uuid[]) as i (id) group by id),
                fewer as (
                    update request r set held = r.held - g.names from gone g
                    where r.id = g.id and r.held > g.names)
            delete from request r using gone g where r.id = g.id and r.held <= g.names""";

    /** Of incidents that are no more, and those that never had one. */
    public static final String FORGET_ALERTS = """
            delete from alert where ctid = any(array(
                select ctid from alert where resolved_at < $1 limit $2))""";

    public static final String FORGET_BODIES = """
            delete from request where ctid = any(array(
                select ctid from request where received_at < $1 limit $2))""";

    static final String APPLY = """
            insert into applied_request (id, at) select distinct i.id, now() from unnest($1::uuid[]) as i (id)
            on conflict (id) do nothing returning id""";

    /** A topic keeps a request for seven days: after that it cannot come again. */
    public static final String FORGET_APPLIED = """
            delete from applied_request where ctid = any(array(
                select ctid from applied_request where at < $1 limit $2))""";

    /** What a batch writes of an alert that is open; null is what its sender did not say again. */
    private static final Unnest<Alert> CHANGED = new Unnest<Alert>()
            .uuid("id", Alert::id)
            .uuid("incident", Alert::incidentId)
            .time("resolved_at", Alert::resolvedAt)
            .text("severity", a -> word(a.severity()))
            .bigint("count", Alert::count)
            .time("last_seen", Alert::lastSeen)
            .time("expires_at", Alert::expiresAt)
            .text("silenced_by", a -> array(a.silencedBy()))
            .text("hold", a -> json(a.hold()))
            .time("held_until", a -> a.hold() == null ? null : a.hold().until())
            .text("decided", a -> a.decided().isEmpty() ? null : json(a.decided()))
            .text("acknowledged_by", Alert::acknowledgedBy)
            .text("summary", a -> said(a.latest(), AlertSignal::summary))
            .text("source", a -> said(a.latest(), AlertSignal::source))
            .text("component", a -> said(a.latest(), AlertSignal::component))
            .text("details", a -> said(a.latest(), s -> Json.text(s.details())))
            .text("links", a -> said(a.latest(), s -> Json.text(s.links())))
            .uuid("last_request", a -> requestOf(a.latest()))
            .text("labels", a -> said(a.latest(), s -> json(s.labels())))
            .text("description", a -> said(a.latest(), AlertSignal::description))
            .text("priority", a -> said(a.latest(), AlertSignal::priority))
            .text("tags", a -> said(a.latest(), s -> array(s.tags())))
            .time("occurred_at", AlertStore::occurredAt);

    /** And of one that is new. */
    private static final Unnest<Alert> ADDED = new Unnest<Alert>()
            .uuid("integration", a -> a.key().integrationId())
            .uuid("service", Alert::serviceId)
            .text("dedup_key", a -> a.key().dedupKey())
            .time("first_seen", Alert::firstSeen)
            .uuid("first_request", a -> requestOf(a.first()))
            .text("apart", a -> Boolean.toString(a.apart()))
            .text("earlier", a -> a.earlier().isEmpty() ? null : array(a.earlier()))
            .text(
                    "urgency",
                    a -> a.said() == null ? null : a.said().urgency().name().toLowerCase(Locale.ROOT))
            .text("urgency_why", a -> a.said() == null ? null : a.said().why())
            .and(CHANGED);

    static final String ADD = """
            insert into alert (id, integration, service, incident, dedup_key, status, severity, summary, source, component,
                               details, links, count, first_seen, last_seen, resolved_at, first_request, last_request,
                               labels, description, priority, tags, occurred_at, expires_at, acknowledged,
                               acknowledged_by, silenced_by, hold, held_until, decisions, apart, earlier, urgency, urgency_why, updated_at)
            select a.id, a.integration, a.service, a.incident, a.dedup_key,
                   case when a.resolved_at is null then 'triggered' else 'resolved' end, a.severity, a.summary, a.source,
                   a.component, a.details::jsonb, a.links::jsonb, a.count, a.first_seen, a.last_seen, a.resolved_at,
                   a.first_request, a.last_request, a.labels::jsonb, a.description, a.priority, a.tags::text[],
                   a.occurred_at, a.expires_at, a.acknowledged_by is not null, a.acknowledged_by,
                   a.silenced_by::uuid[], a.hold::jsonb, a.held_until, coalesce(a.decided::jsonb, '[]'), a.apart::boolean,
                   a.earlier::timestamptz[], a.urgency, a.urgency_why, clock_timestamp()
            from %s
            order by a.id""".formatted(ADDED.as("a"));

    // What was not said again stays as it was; what Belfry decides is written as it was decided.
    static final String CHANGE = """
            update alert a set
                status = case when u.resolved_at is null then 'triggered' else 'resolved' end,
                incident = u.incident, resolved_at = u.resolved_at, severity = u.severity, count = u.count,
                last_seen = u.last_seen, expires_at = u.expires_at, silenced_by = u.silenced_by::uuid[],
                hold = u.hold::jsonb, held_until = u.held_until,
                decisions = case when u.decided is null or jsonb_array_length(a.decisions) >= 20 then a.decisions
                                 else a.decisions || u.decided::jsonb end,
                acknowledged = a.acknowledged or u.acknowledged_by is not null,
                acknowledged_by = coalesce(u.acknowledged_by, a.acknowledged_by), updated_at = clock_timestamp(),
                summary = coalesce(u.summary, a.summary), source = coalesce(u.source, a.source),
                component = coalesce(u.component, a.component), details = coalesce(u.details::jsonb, a.details),
                links = coalesce(u.links::jsonb, a.links), last_request = coalesce(u.last_request, a.last_request),
                labels = coalesce(u.labels::jsonb, a.labels), description = coalesce(u.description, a.description),
                priority = coalesce(u.priority, a.priority), tags = coalesce(u.tags::text[], a.tags),
                occurred_at = coalesce(u.occurred_at, a.occurred_at)
            from %s
            where a.id = u.id
            returning case when old.last_request <> u.last_request then old.last_request end as replaced""".formatted(CHANGED.as("u"));

    private static final String WORDS = """
            a.id, a.integration, a.service, a.incident, a.dedup_key, a.status, a.severity, a.summary, a.source,
            a.component, a.details::text as details, a.links::text as links, a.count, a.first_seen, a.last_seen,
            a.resolved_at, a.labels::text as labels, a.description, a.priority, a.tags, a.occurred_at, a.expires_at,
            a.tiny, a.owner, a.acknowledged, a.acknowledged_by, a.updated_at, a.hold::text as hold,
            case when a.silenced_by = '{}' then '[]' else (
                select coalesce(json_agg(json_build_object(
                    'id', s.id, 'createdBy', s.created_by, 'comment', s.comment, 'until', s.ends_at) order by s.id), '[]')
                from silence s where s.id = any(a.silenced_by))::text end as silences,
            case when a.silenced_by = '{}' then '[]' else (
                select coalesce(json_agg(json_build_object(
                    'id', w.id, 'name', w.name, 'createdBy', w.created_by, 'until', w.ends_at) order by w.id), '[]')
                from maintenance_window w where w.id = any(a.silenced_by))::text end as maintenance,
            """;

    static final String VIEW = "select " + WORDS + " null::text as first_body, null::text as last_body from alert a\n";

    static final String LIST = VIEW + """
            where ($1::uuid is null or a.service = $1) and ($2::uuid is null or a.incident = $2)
              and ($3::text is null or a.status = $3) and ($4::uuid is null or a.id < $4)
            order by a.id desc limit $5""";

    static final String OF_INCIDENT = VIEW + "where a.incident = $1 order by a.id limit $2";

    static final String OPEN_OF_SERVICE =
            VIEW + "where a.service = $1 and a.status = 'triggered' order by a.id limit $2";

    static final String FIND = "select " + WORDS + """
            f.raw as first_body, l.raw as last_body
            from alert a left join request f on f.id = a.first_request left join request l on l.id = a.last_request
            where a.id = $1""";

    // Services whose open alerts are meant by these keys, where a rule sent them away from the service of their key.
    static final String ELSEWHERE = """
            select distinct a.service
            from unnest($1::uuid[], $2::text[]) as k (integration, dedup_key)
            join alert a on a.integration = k.integration and a.dedup_key = k.dedup_key and a.status = 'triggered'""";

    static final String HELD = VIEW + """
            where a.status = 'triggered' and a.incident is null and a.hold is not null order by a.id desc limit $1""";

    static final String DECISIONS = "select decisions::text as decisions from alert where id = $1";

    private final Database database;

    public AlertStore(Database database) {
        this.database = database;
    }

    /** The newest alert of each key that has one. */
    public Future<Map<AlertKey, Alert>> newest(Tx tx, Collection<AlertKey> keys) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(AlertKey::integrationId).toArray(UUID[]::new))
                .addArrayOfString(keys.stream().map(AlertKey::dedupKey).toArray(String[]::new));
        return tx.query(NEWEST, arguments).map(rows -> {
            Map<AlertKey, Alert> found = HashMap.newHashMap(rows.size());
            for (var row : rows) {
                var alert = alert(row);
                found.put(alert.key(), alert);
            }
            return found;
        });
    }

    static Alert alert(Row row) {
        return new Alert(
                row.getUUID("id"),
                new AlertKey(row.getUUID("integration"), row.getString("dedup_key")),
                row.getUUID("service"),
                row.getUUID("incident"),
                severity(row),
                row.getLong("count"),
                Columns.instant(row, "first_seen"),
                Columns.instant(row, "last_seen"),
                Columns.optionalInstant(row, "resolved_at"),
                Columns.optionalInstant(row, "expires_at"),
                List.of(row.getArrayOfUUIDs("silenced_by")),
                hold(row),
                List.of(),
                null,
                null,
                row.getBoolean("apart"),
                earlier(row),
                said(row),
                null);
    }

    private static @Nullable SaidUrgency said(Row row) {
        var urgency = row.getString("urgency");
        return urgency == null
                ? null
                : new SaidUrgency(
                        Urgency.valueOf(urgency.toUpperCase(Locale.ROOT)), row.getString("urgency_why"), null);
    }

    private static List<Instant> earlier(Row row) {
        var times = row.getArrayOfOffsetDateTimes("earlier");
        return times == null
                ? List.of()
                : Arrays.stream(times).map(OffsetDateTime::toInstant).toList();
    }

    /** The services that open alerts of these keys are about. */
    public Future<Set<UUID>> servicesOf(Tx tx, Collection<AlertKey> keys) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(AlertKey::integrationId).toArray(UUID[]::new))
                .addArrayOfString(keys.stream().map(AlertKey::dedupKey).toArray(String[]::new));
        return tx.query(ELSEWHERE, arguments).map(rows -> {
            var services = new HashSet<UUID>();
            rows.forEach(row -> services.add(row.getUUID("service")));
            return services;
        });
    }

    /** What event rules hold back now, newest first. */
    public Future<List<AlertView>> held(int limit) {
        return database.query(HELD, Tuple.of(limit)).map(AlertStore::views);
    }

    /** What was decided of an alert, in order. */
    public Future<List<Decided>> decisions(UUID id) {
        return database.query(DECISIONS, Tuple.of(id)).map(rows -> {
            var all = new ArrayList<Decided>();
            rows.forEach(row -> all.addAll(parsed(row.getString("decisions"), new TypeReference<List<Decided>>() {})));
            return all;
        });
    }

    /** Remembers that these requests are applied; answers those that were not applied before. */
    public Future<Set<UUID>> apply(Tx tx, Collection<UUID> requests) {
        return tx.query(APPLY, Tuple.tuple().addArrayOfUUID(requests.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> fresh = HashSet.newHashSet(rows.size());
                    rows.forEach(row -> fresh.add(row.getUUID("id")));
                    return fresh;
                });
    }

    /** Writes what a batch changed: what was known first, so that a key is free before it is taken again. */
    public Future<Void> save(Tx tx, List<Alert> alerts) {
        var changed = alerts.stream().filter(alert -> alert.first() == null).toList();
        var added = alerts.stream().filter(alert -> alert.first() != null).toList();
        return Future.all(keepRequests(tx, alerts), change(tx, changed), add(tx, added))
                .mapEmpty();
    }

    private static Future<Void> keepRequests(Tx tx, List<Alert> alerts) {
        var requests = new LinkedHashMap<UUID, AcceptedRequest>();
        var held = new HashMap<UUID, Integer>();
        for (var alert : alerts) {
            for (var heard : Arrays.asList(alert.first(), alert.latest())) {
                if (heard != null) {
                    requests.put(heard.request().id(), heard.request());
                    held.merge(heard.request().id(), 1, Integer::sum);
                }
            }
        }
        if (requests.isEmpty()) {
            return Future.succeededFuture();
        }
        var kept = List.copyOf(requests.values());
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(kept, AcceptedRequest::id))
                .addArrayOfUUID(Columns.uuids(kept, AcceptedRequest::integrationId))
                .addArrayOfString(Columns.texts(kept, AcceptedRequest::format))
                .addArrayOfOffsetDateTime(Columns.times(kept, AcceptedRequest::receivedAt))
                .addArrayOfString(Columns.texts(kept, AcceptedRequest::raw))
                .addArrayOfInteger(Columns.integers(kept, r -> held.get(r.id())));
        return tx.query(KEEP_REQUESTS, arguments).mapEmpty();
    }

    private static Future<Void> change(Tx tx, List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.query(CHANGE, CHANGED.arguments(alerts)).compose(rows -> {
            var replaced = new ArrayList<UUID>();
            rows.forEach(row -> {
                if (row.getUUID("replaced") != null) {
                    replaced.add(row.getUUID("replaced"));
                }
            });
            return replaced.isEmpty()
                    ? Future.succeededFuture()
                    : tx.query(LET_GO, Columns.ids(replaced)).mapEmpty();
        });
    }

    private static Future<Void> add(Tx tx, List<Alert> alerts) {
        return alerts.isEmpty()
                ? Future.succeededFuture()
                : tx.query(ADD, ADDED.arguments(alerts)).mapEmpty();
    }

    /** Newest first. */
    public Future<List<AlertView>> list(
            @Nullable UUID service,
            @Nullable UUID incident,
            @Nullable String status,
            @Nullable UUID before,
            int limit) {
        return database.query(LIST, Tuple.of(service, incident, status, before, limit))
                .map(AlertStore::views);
    }

    /** In the order in which they joined. */
    public Future<List<AlertView>> ofIncident(UUID incident, int limit) {
        return database.query(OF_INCIDENT, Tuple.of(incident, limit)).map(AlertStore::views);
    }

    /** What fires about a service, oldest first. */
    public Future<List<AlertView>> open(UUID service, int limit) {
        return database.query(OPEN_OF_SERVICE, Tuple.of(service, limit)).map(AlertStore::views);
    }

    /** One alert with the bodies it came in. */
    public Future<Optional<AlertView>> find(UUID id) {
        return database.query(FIND, Tuple.of(id))
                .map(rows -> views(rows).stream().findFirst());
    }

    private static List<AlertView> views(RowSet<Row> rows) {
        var views = new ArrayList<AlertView>(rows.size());
        for (var row : rows) {
            views.add(new AlertView(
                    row.getUUID("id"),
                    row.getUUID("integration"),
                    row.getUUID("service"),
                    row.getUUID("incident"),
                    row.getString("dedup_key"),
                    row.getString("status"),
                    severity(row),
                    row.getString("summary"),
                    row.getString("source"),
                    row.getString("component"),
                    parsed(row.getString("details"), new TypeReference<Map<String, String>>() {}),
                    parsed(row.getString("links"), new TypeReference<List<AlertLink>>() {}),
                    row.getLong("count"),
                    Columns.instant(row, "first_seen"),
                    Columns.instant(row, "last_seen"),
                    Columns.optionalInstant(row, "resolved_at"),
                    row.getString("labels") == null
                            ? null
                            : parsed(row.getString("labels"), new TypeReference<Map<String, String>>() {}),
                    row.getString("description"),
                    row.getString("priority"),
                    row.getArrayOfStrings("tags") == null ? List.of() : List.of(row.getArrayOfStrings("tags")),
                    Columns.optionalInstant(row, "occurred_at"),
                    Columns.optionalInstant(row, "expires_at"),
                    row.getLong("tiny"),
                    row.getString("owner"),
                    row.getBoolean("acknowledged"),
                    row.getString("acknowledged_by"),
                    parsed(row.getString("silences"), new TypeReference<List<AlertView.SilenceRef>>() {}),
                    parsed(row.getString("maintenance"), new TypeReference<List<AlertView.MaintenanceRef>>() {}),
                    hold(row),
                    Columns.instant(row, "updated_at"),
                    body(row, "first_body"),
                    body(row, "last_body")));
        }
        return views;
    }

    static @Nullable Hold hold(Row row) {
        var hold = row.getString("hold");
        return hold == null ? null : Json.read(hold, Hold.class);
    }

    private static <T> T parsed(String json, TypeReference<T> shape) {
        try {
            return Json.mapper().readValue(json, shape);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static @Nullable String body(Row row, String column) {
        var body = row.getString(column);
        return body == null ? null : RoutingKey.hidden(body);
    }

    private static AlertSeverity severity(Row row) {
        return AlertSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT));
    }

    private static String word(AlertSeverity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String said(@Nullable Heard heard, Function<AlertSignal, @Nullable String> what) {
        return heard == null ? null : what.apply(heard.signal());
    }

    private static @Nullable Instant occurredAt(Alert alert) {
        return alert.latest() == null ? null : alert.latest().signal().occurredAt();
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.text(value);
    }

    /** A list as PostgreSQL writes an array: a column of lists has to travel as text. */
    private static @Nullable String array(@Nullable List<?> values) {
        if (values == null) {
            return null;
        }
        return values.stream()
                .map(value -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable UUID requestOf(@Nullable Heard heard) {
        return heard == null ? null : heard.request().id();
    }
}
