package dev.belfry.incident.compat.opsgenie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.IdentifierType;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what became of the requests of Opsgenie's clients, and changes single alerts for them. */
public final class OpsgenieStore {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int FORGOTTEN_AT_ONCE = 5_000;
    private static final int MOST_LINES = 200;
    private static final int LONGEST_STATUS = 1_000;

    static final String KNOWN = "select id from opsgenie_request where id = any($1::uuid[])";

    static final String KEEP = """
            insert into opsgenie_request (id, integration, service, action, success, status, alert, alias, processed_at)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::text[], $7::uuid[],
                                 $8::text[], $9::timestamptz[])
            on conflict (id) do nothing""";

    static final String FORGET = """
            delete from opsgenie_request where id in (
                select id from opsgenie_request where processed_at < $1 order by processed_at limit $2)""";

    static final String FIND_REQUEST = """
            select id, integration, service, action, success, status, alert, alias, processed_at
            from opsgenie_request where id = $1 and service = $2""";

    // The newest alert of each key tells whether this request began it.
    static final String BEGUN = """
            select r.request, r.integration, r.service, a.id, a.dedup_key, a.first_request = r.request as begun
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as r (request, integration, service, dedup_key)
            cross join lateral (
                select id, dedup_key, first_request from alert
                where integration = r.integration and dedup_key = r.dedup_key order by id desc limit 1) a""";

    private static final String TARGET = """
            select id, integration, service, incident, dedup_key, status, acknowledged, tags, details::text as details
            from alert
            """;

    static final String BY_ID = TARGET + "where service = $1 and id = $2";

    static final String BY_TINY = TARGET + "where service = $1 and tiny = $2";

    static final String BY_ALIAS = TARGET + "where integration = $1 and dedup_key = $2 and status = 'triggered'";

    static final String ACKNOWLEDGE = """
            update alert set acknowledged = $2, acknowledged_by = $3, updated_at = clock_timestamp() where id = $1""";

    static final String OWNER = "update alert set owner = $2, updated_at = clock_timestamp() where id = $1";

    static final String TAGS = "update alert set tags = $2, updated_at = clock_timestamp() where id = $1";

    static final String DETAILS =
            "update alert set details = $2::text::jsonb, updated_at = clock_timestamp() where id = $1";

    static final String PRIORITY =
            "update alert set priority = $2, severity = $3, updated_at = clock_timestamp() where id = $1";

    static final String MESSAGE = "update alert set summary = $2, updated_at = clock_timestamp() where id = $1";

    static final String DESCRIPTION = "update alert set description = $2, updated_at = clock_timestamp() where id = $1";

    static final String ADD_LINES = """
            insert into alert_log (alert, at, kind, owner, text)
            select alert, at, kind, owner, text
            from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
                with ordinality as l (alert, at, kind, owner, text, position)
            order by position""";

    static final String FORGET_LINES = """
            delete from alert_log l using (select distinct unnest($1::uuid[]) as id) a
            where l.alert = a.id and l.seq <= (
                select seq from alert_log where alert = a.id order by seq desc offset $2 limit 1)""";

    static final String LINES_AFTER = """
            select seq, alert, at, kind, owner, text from alert_log
            where alert = $1 and (kind = 'note') = $2 and seq > $3 order by seq limit $4""";

    static final String LINES_BEFORE = """
            select seq, alert, at, kind, owner, text from alert_log
            where alert = $1 and (kind = 'note') = $2 and seq < $3 order by seq desc limit $4""";

    private final Database database;

    public OpsgenieStore(Database database) {
        this.database = database;
    }

    /** Which of these requests were carried out before. */
    Future<Set<UUID>> known(Tx tx, List<UUID> requests) {
        return tx.query(KNOWN, Tuple.tuple().addArrayOfUUID(requests.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getUUID("id")));
                    return known;
                });
    }

    /** Keeps outcomes for two days at least; the oldest go meanwhile. */
    Future<Void> keep(Tx tx, List<Carried> carried) {
        if (carried.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(carried, Carried::id))
                .addArrayOfUUID(Columns.uuids(carried, Carried::integrationId))
                .addArrayOfUUID(Columns.uuids(carried, Carried::serviceId))
                .addArrayOfString(Columns.texts(carried, Carried::action))
                .addArrayOfBoolean(Columns.booleans(carried, Carried::success))
                .addArrayOfString(Columns.texts(carried, one -> bounded(one.status())))
                .addArrayOfUUID(Columns.uuids(carried, Carried::alertId))
                .addArrayOfString(Columns.texts(carried, one -> storable(one.alias())))
                .addArrayOfOffsetDateTime(Columns.times(carried, Carried::processedAt));
        var old = Columns.utc(carried.getLast().processedAt().minus(KEPT));
        return Future.all(tx.query(KEEP, arguments), tx.query(FORGET, Tuple.of(old, FORGOTTEN_AT_ONCE)))
                .mapEmpty();
    }

    /** What became of requests that are for new alerts, now that they were taken in. */
    Future<List<Carried>> begun(Tx tx, List<AcceptedRequest> requests, Instant now) {
        var asked =
                requests.stream().filter(request -> !request.alerts().isEmpty()).toList();
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::id))
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::integrationId))
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::serviceId))
                .addArrayOfString(
                        Columns.texts(asked, one -> key(one.alerts().getFirst().dedupKey())));
        return tx.query(BEGUN, arguments).map(rows -> {
            var carried = new ArrayList<Carried>(rows.size());
            for (var row : rows) {
                carried.add(new Carried(
                        row.getUUID("request"),
                        row.getUUID("integration"),
                        row.getUUID("service"),
                        "Create",
                        true,
                        row.getBoolean("begun") ? "Created alert" : "Counted: the alert is open already",
                        row.getUUID("id"),
                        row.getString("dedup_key"),
                        now));
            }
            return carried;
        });
    }

    Future<Optional<Carried>> find(UUID request, UUID service) {
        return database.query(FIND_REQUEST, Tuple.of(request, service)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            var row = rows.iterator().next();
            return Optional.of(new Carried(
                    row.getUUID("id"),
                    row.getUUID("integration"),
                    row.getUUID("service"),
                    row.getString("action"),
                    row.getBoolean("success"),
                    row.getString("status"),
                    row.getUUID("alert"),
                    row.getString("alias"),
                    Columns.instant(row, "processed_at")));
        });
    }

    /** The alert that a command names; an alias names an open one. */
    Future<Optional<Target>> target(Tx tx, AlertCommand command) {
        var named = command.identifier();
        if (command.identifierType() == IdentifierType.ALIAS) {
            return tx.query(BY_ALIAS, Tuple.of(command.integrationId(), key(named)))
                    .map(OpsgenieStore::target);
        }
        if (command.identifierType() == IdentifierType.TINY) {
            return named.matches("\\d{1,18}")
                    ? tx.query(BY_TINY, Tuple.of(command.serviceId(), Long.valueOf(named)))
                            .map(OpsgenieStore::target)
                    : Future.succeededFuture(Optional.empty());
        }
        return named.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? again(tx, command.serviceId(), UUID.fromString(named))
                : Future.succeededFuture(Optional.empty());
    }

    /** The alert as it stands now. */
    Future<Optional<Target>> again(Tx tx, UUID service, UUID alert) {
        return tx.query(BY_ID, Tuple.of(service, alert)).map(OpsgenieStore::target);
    }

    Future<Void> acknowledge(Tx tx, UUID alert, boolean acknowledged, @Nullable String by) {
        return tx.query(ACKNOWLEDGE, Tuple.of(alert, acknowledged, by)).mapEmpty();
    }

    Future<Void> owner(Tx tx, UUID alert, String owner) {
        return tx.query(OWNER, Tuple.of(alert, storable(owner))).mapEmpty();
    }

    Future<Void> tags(Tx tx, UUID alert, List<String> tags) {
        var arguments = Tuple.tuple()
                .addUUID(alert)
                .addArrayOfString(tags.stream().map(OpsgenieStore::storable).toArray(String[]::new));
        return tx.query(TAGS, arguments).mapEmpty();
    }

    Future<Void> details(Tx tx, UUID alert, Map<String, String> details) {
        // jsonb keeps no U+0000, not even escaped.
        return tx.query(DETAILS, Tuple.of(alert, Json.text(details).replace("\\u0000", "\\ufffd")))
                .mapEmpty();
    }

    Future<Void> priority(Tx tx, UUID alert, String priority, AlertSeverity severity) {
        return tx.query(PRIORITY, Tuple.of(alert, priority, severity.name().toLowerCase(Locale.ROOT)))
                .mapEmpty();
    }

    Future<Void> message(Tx tx, UUID alert, String message) {
        return tx.query(MESSAGE, Tuple.of(alert, storable(message))).mapEmpty();
    }

    Future<Void> description(Tx tx, UUID alert, String description) {
        return tx.query(DESCRIPTION, Tuple.of(alert, storable(description))).mapEmpty();
    }

    /** Adds lines in the given order, and keeps of each alert only the latest. */
    Future<Void> log(Tx tx, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(lines, LogLine::alertId))
                .addArrayOfOffsetDateTime(Columns.times(lines, LogLine::at))
                .addArrayOfString(Columns.texts(lines, LogLine::kind))
                .addArrayOfString(Columns.texts(lines, line -> storable(line.owner())))
                .addArrayOfString(Columns.texts(lines, line -> storable(line.text())));
        var alerts = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(lines, LogLine::alertId))
                .addInteger(MOST_LINES);
        return tx.query(ADD_LINES, arguments)
                .compose(added -> tx.query(FORGET_LINES, alerts))
                .mapEmpty();
    }

    /** Lines of an alert's log beyond one of them. */
    Future<List<LogLine>> lines(UUID alert, boolean notes, boolean ascending, long beyond, int limit) {
        return database.query(ascending ? LINES_AFTER : LINES_BEFORE, Tuple.of(alert, notes, beyond, limit))
                .map(rows -> {
                    var lines = new ArrayList<LogLine>(rows.size());
                    for (var row : rows) {
                        lines.add(new LogLine(
                                row.getLong("seq"),
                                row.getUUID("alert"),
                                Columns.instant(row, "at"),
                                row.getString("kind"),
                                row.getString("owner"),
                                row.getString("text")));
                    }
                    return lines;
                });
    }

    private static Optional<Target> target(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        var tags = row.getArrayOfStrings("tags");
        return Optional.of(new Target(
                row.getUUID("id"),
                row.getUUID("integration"),
                row.getUUID("service"),
                row.getUUID("incident"),
                row.getString("dedup_key"),
                row.getString("status").equals("triggered"),
                row.getBoolean("acknowledged"),
                tags == null ? List.of() : List.of(tags),
                details(row.getString("details"))));
    }

    static Map<String, String> details(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static String bounded(String text) {
        var clean = storable(text);
        return clean.length() <= LONGEST_STATUS ? clean : clean.substring(0, LONGEST_STATUS);
    }

    private static String storable(String text) {
        return Words.text(text);
    }

    static String key(String alias) {
        return Words.key(Words.text(alias));
    }
}
