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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
            insert into opsgenie_request (id, integration, service, action, success, status, alert, alias, named, processed_at)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::text[], $7::uuid[],
                                 $8::text[], $9::text[], $10::timestamptz[])
            on conflict (id) do nothing""";

    static final String FORGET = """
            delete from opsgenie_request where id in (
                select id from opsgenie_request where processed_at < $1 order by processed_at limit $2)""";

    static final String FIND_REQUEST = """
            select id, integration, service, action, success, status, alert, alias, named, processed_at
            from opsgenie_request where id = $1 and service = $2""";

    // The newest alert of each key tells whether this request began it.
    static final String BEGUN = """
            select r.request, r.integration, r.service, a.id, a.dedup_key, a.first_request = r.request as begun,
                   a.incident, coalesce(i.cycle, 0) as cycle, coalesce(o.own_alias, true) as own_alias
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as r (request, integration, service, dedup_key)
            cross join lateral (
                select id, dedup_key, first_request, incident from alert
                where integration = r.integration and dedup_key = r.dedup_key order by id desc limit 1) a
            left join incident i on i.id = a.incident
            left join opsgenie_alert o on o.alert = a.id""";

    // Clients name an alert by its own id, or by the request that created it or was counted.
    static final String NAMED = """
            coalesce((select o.alert from opsgenie_alert o where o.request = $2),
                     (select r.alert from opsgenie_request r where r.id = $2 and r.action = 'Create'), $2)""";

    static final String REFUSED = """
            with refused as (
                update opsgenie_request r set success = false, status = 'Nobody was called: there is no ' || $2
                from alert a where a.id = r.alert and a.incident = $1 and r.named = $2 and r.success
                returning r.alert, r.action)
            update alert a set owner = null from refused r
            where a.id = r.alert and a.owner = $2 and r.action in ('Assign', 'Escalate')""";

    private static final String TARGET = """
            select a.id, a.integration, a.service, a.incident, a.dedup_key, a.status, a.acknowledged, a.tags,
                   a.details::text as details, coalesce(s.own_alias, true) as own_alias
            from alert a left join opsgenie_alert s on s.alert = a.id
            where s.deleted_at is null and\s""";

    static final String BY_ID = TARGET + "a.service = $1 and a.id = " + NAMED;

    static final String BY_TINY = TARGET + "a.service = $1 and a.tiny = $2";

    static final String BY_ALIAS = TARGET + "a.integration = $1 and a.dedup_key = $2 and a.status = 'triggered'";

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

    /** What became of a create; with what it began, if it did. */
    record Made(Carried carried, CreatedCommands.@Nullable Begun begun) {}

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
                .addArrayOfString(Columns.texts(carried, one -> one.named() == null ? null : storable(one.named())))
                .addArrayOfOffsetDateTime(Columns.times(carried, Carried::processedAt));
        var old = Columns.utc(carried.getLast().processedAt().minus(KEPT));
        return Future.all(tx.query(KEEP, arguments), tx.query(FORGET, Tuple.of(old, FORGOTTEN_AT_ONCE)))
                .mapEmpty();
    }

    /** What became of requests that are for new alerts, now that they were taken in. */
    Future<List<Made>> begun(Tx tx, List<AcceptedRequest> requests, Instant now) {
        var asked =
                requests.stream().filter(request -> !request.alerts().isEmpty()).toList();
        var byId = new HashMap<UUID, AcceptedRequest>();
        asked.forEach(request -> byId.put(request.id(), request));
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::id))
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::integrationId))
                .addArrayOfUUID(Columns.uuids(asked, AcceptedRequest::serviceId))
                .addArrayOfString(
                        Columns.texts(asked, one -> key(one.alerts().getFirst().dedupKey())));
        return tx.query(BEGUN, arguments).map(rows -> {
            var made = new ArrayList<Made>(rows.size());
            for (var row : rows) {
                boolean begun = row.getBoolean("begun");
                var request = Objects.requireNonNull(byId.get(row.getUUID("request")));
                var created = Created.of(request.raw(), row.getString("dedup_key"));
                boolean ownAlias = begun ? created.ownAlias() : row.getBoolean("own_alias");
                var carried = new Carried(
                        row.getUUID("request"),
                        row.getUUID("integration"),
                        row.getUUID("service"),
                        "Create",
                        true,
                        begun ? "Created alert" : "Counted: the alert is open already",
                        row.getUUID("id"),
                        ownAlias
                                ? row.getString("dedup_key")
                                : row.getUUID("id").toString(),
                        null,
                        now);
                made.add(new Made(
                        carried,
                        begun
                                ? new CreatedCommands.Begun(
                                        request,
                                        row.getUUID("id"),
                                        row.getUUID("incident"),
                                        row.getInteger("cycle"),
                                        created)
                                : null));
            }
            return made;
        });
    }

    /** Somebody who was asked for is not known: whoever asked is not told of success. */
    Future<Void> refused(Tx tx, UUID incident, String named) {
        return tx.query(REFUSED, Tuple.of(incident, storable(named))).mapEmpty();
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
                    row.getString("named"),
                    Columns.instant(row, "processed_at")));
        });
    }

    /** The alert that a command names; an alias names an open one. */
    Future<Optional<Target>> target(Tx tx, AlertCommand command) {
        var named = command.identifier();
        if (command.identifierType() == IdentifierType.ALIAS) {
            return tx.query(BY_ALIAS, Tuple.of(command.integrationId(), key(named)))
                    .map(OpsgenieStore::target)
                    .compose(found -> found.isPresent() || !isId(named)
                            ? Future.succeededFuture(found)
                            : again(tx, command.serviceId(), UUID.fromString(named))
                                    .map(own -> own.filter(one -> one.open() && !one.ownAlias())));
        }
        if (command.identifierType() == IdentifierType.TINY) {
            return named.matches("\\d{1,18}")
                    ? tx.query(BY_TINY, Tuple.of(command.serviceId(), Long.valueOf(named)))
                            .map(OpsgenieStore::target)
                    : Future.succeededFuture(Optional.empty());
        }
        return isId(named)
                ? again(tx, command.serviceId(), UUID.fromString(named))
                : Future.succeededFuture(Optional.empty());
    }

    static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
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
                row.getBoolean("own_alias"),
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
