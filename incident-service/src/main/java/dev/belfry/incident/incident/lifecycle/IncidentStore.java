package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.database.Unnest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps incidents. Whoever decides about one, or adds to its timeline, locks its row first, always in the order of ids. */
public final class IncidentStore {
    static final String SELECT = """
            select i.id, i.number, i.service, s.name as service_name, i.group_key, i.title, i.status, i.severity, i.cycle,
                   i.version, i.escalation_policy, i.acknowledged_by, i.acknowledged_by_name, i.snoozed_until,
                   i.created_at, i.resolved_at, i.alert_count, i.open_alerts, i.merged_into, i.merged_into_number,
                   i.group_until, i.resolves_at, i.flaps_until, i.recurrence_of, i.recurrence_of_number, i.recurrence_times, i.recurrence_since,
                   i.assignee, i.assignee_name, i.nature, i.urgency, i.urgency_why, i.urgent_at, i.priority
            from incident i join service s on s.id = i.service
            """;

    /** A topic keeps a command for seven days: after that it cannot come again. */
    public static final String FORGET_COMMANDS = """
            delete from command where ctid = any(array(select ctid from command where at < $1 limit $2))""";

    /** With their timelines; alerts have a rule of their own, and go before the incident they belong to. */
    public static final String FORGET_INCIDENTS = """
            with old as (
                    select id from incident i
                    where resolved_at < $1 and not exists (select 1 from alert a where a.incident = i.id)
                    order by resolved_at limit $2),
                lines as (delete from timeline where incident in (select id from old))
            delete from incident where id in (select id from old)""";

    static final String LOCK = SELECT + "where i.id = any($1::uuid[]) order by i.id for no key update of i";

    // A look-up in an index for each group, whatever the statistics say: the cost must not grow with the table. Where
    // nothing is open the last one is looked at, which may be part of another that is.
    static final String LOCK_GROUPS = """
            with recursive named as materialized (
                select unnest($1::uuid[]) as id
                union
                select s.incident from storm s where s.service = any($2::uuid[]) and s.incident is not null
                union
                select o.id from (
                    select * from unnest($2::uuid[], $3::text[]) as asked (service, group_key)
                    union all select service, group_key from incident where id = any($4::uuid[])) as g
                cross join lateral (
                    select id from incident
                    where service = g.service and group_key = g.group_key and status <> 'resolved'
                    union all (
                    select id from incident
                    where service = g.service and group_key = g.group_key and status = 'resolved'
                    order by resolved_at desc limit 1)
                    limit 1) o),
            wanted as (
                select id from named
                union
                select i.merged_into from wanted w
                cross join lateral (
                    select merged_into from incident where id = w.id and merged_into is not null limit 1) i)
            """ + SELECT + """
            where i.id = any(array(select id from wanted))
            order by i.id for no key update of i""";

    static final String BY_ID = SELECT + "where i.id = $1";

    static final String BY_NUMBER = SELECT + "where i.number = $1";

    static final String OPEN_OF_GROUP =
            "select number from incident where service = $1 and group_key = $2 and status <> 'resolved'";

    static final String LOCK_SERVICE = """
            select id from service where id = (select service from incident where id = $1) for no key update""";

    static final String NUMBERS = "select nextval('incident_number') as number from generate_series(1, $1::int)";

    private static final Unnest<Held> HELD = new Unnest<Held>()
            .uuid("id", h -> h.incident().id())
            .bigint("number", h -> h.incident().number())
            .uuid("service", h -> h.incident().serviceId())
            .text("group_key", h -> h.incident().groupKey())
            .text("title", h -> storable(h.incident().title()))
            .text("status", h -> word(h.incident().status()))
            .text("severity", h -> word(h.incident().severity()))
            .integer("cycle", h -> h.incident().cycle())
            .bigint("version", h -> h.incident().version())
            .uuid("escalation_policy", h -> h.incident().escalationPolicyId())
            .uuid("acknowledged_by", h -> h.incident().acknowledgedBy())
            .text("acknowledged_by_name", h -> h.incident().acknowledgedByName())
            .time("snoozed_until", h -> h.incident().snoozedUntil())
            .time("created_at", h -> h.incident().createdAt())
            .time("resolved_at", h -> h.incident().resolvedAt())
            .integer("alert_count", h -> h.incident().alertCount())
            .integer("open_alerts", Held::openAlerts)
            .uuid("merged_into", h -> of(h.incident().mergedInto(), Incident.Ref::id))
            .bigint("merged_into_number", h -> of(h.incident().mergedInto(), Incident.Ref::number))
            .time("group_until", Held::groupUntil)
            .time("resolves_at", Held::resolvesAt)
            .time("flaps_until", Held::flapsUntil)
            .uuid(
                    "recurrence_of",
                    h -> of(h.incident().recurrence(), one -> one.of().id()))
            .bigint(
                    "recurrence_of_number",
                    h -> of(h.incident().recurrence(), one -> one.of().number()))
            .integer("recurrence_times", h -> of(h.incident().recurrence(), Incident.Recurrence::times))
            .time("recurrence_since", h -> of(h.incident().recurrence(), Incident.Recurrence::since))
            .uuid("assignee", h -> of(h.incident().assignee(), Incident.Assignee::id))
            .text("assignee_name", h -> of(h.incident().assignee(), person -> storable(person.name())))
            .text("nature", h -> word(h.incident().nature()))
            .text("urgency", h -> of(h.incident().said(), said -> word(said.urgency())))
            .text("urgency_why", h -> of(h.incident().said(), SaidUrgency::why))
            .time("urgent_at", h -> of(h.incident().said(), SaidUrgency::raisedAt))
            .text("priority", h -> of(h.incident().priority(), IncidentStore::word));

    static final String SAVE = """
            insert into incident (%s)
            select * from %s
            on conflict (id) do update set
                title = excluded.title, status = excluded.status, severity = excluded.severity, cycle = excluded.cycle,
                version = excluded.version, group_key = excluded.group_key, group_until = excluded.group_until,
                resolves_at = excluded.resolves_at, flaps_until = excluded.flaps_until,
                escalation_policy = excluded.escalation_policy,
                merged_into = excluded.merged_into, merged_into_number = excluded.merged_into_number,
                acknowledged_by = excluded.acknowledged_by,
                acknowledged_by_name = excluded.acknowledged_by_name, snoozed_until = excluded.snoozed_until,
                resolved_at = excluded.resolved_at, alert_count = excluded.alert_count,
                open_alerts = excluded.open_alerts, urgency = excluded.urgency, urgency_why = excluded.urgency_why,
                urgent_at = excluded.urgent_at, priority = excluded.priority,
                assignee = excluded.assignee, assignee_name = excluded.assignee_name""".formatted(HELD.names(), HELD.as("h"));

    static final String CLOSE_ALERTS = """
            update alert set status = 'resolved', resolved_at = $2, updated_at = $2 where incident = $1 and status = 'triggered'""";

    /** What the resolve of that moment has closed, unless its sender has begun anew meanwhile. */
    static final String REOPEN_ALERTS = """
            update alert a set status = 'triggered', resolved_at = null, updated_at = $3
            where incident = $1 and status = 'resolved' and resolved_at = $2 and not exists (
                select 1 from alert o
                where o.integration = a.integration and o.dedup_key = a.dedup_key and o.status = 'triggered')
            returning a.id""";

    static final String TAKE_COMMANDS = """
            insert into command (id, incident, verb, at)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
            on conflict (id) do nothing returning id""";

    private final Database database;

    public IncidentStore(Database database) {
        this.database = database;
    }

    /** Locks these incidents until the transaction ends. */
    public Future<List<Held>> lock(Tx tx, Collection<UUID> ids) {
        return tx.query(LOCK, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(IncidentStore::held);
    }

    /**
     * Locks these incidents and the open ones of these groups; the n-th group is of the n-th service.
     *
     * @param ofTheirGroups the open ones of the groups of these incidents are locked as well
     */
    public Future<List<Held>> lock(
            Tx tx, Collection<UUID> ids, Collection<UUID> ofTheirGroups, List<UUID> services, List<String> groupKeys) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(ids.toArray(UUID[]::new))
                .addArrayOfUUID(services.toArray(UUID[]::new))
                .addArrayOfString(groupKeys.toArray(String[]::new))
                .addArrayOfUUID(ofTheirGroups.toArray(UUID[]::new));
        return tx.query(LOCK_GROUPS, arguments).map(IncidentStore::held);
    }

    public Future<Optional<Held>> find(UUID id) {
        return database.query(BY_ID, Tuple.of(id))
                .map(rows -> held(rows).stream().findFirst());
    }

    public Future<Optional<Held>> find(long number) {
        return database.query(BY_NUMBER, Tuple.of(number))
                .map(rows -> held(rows).stream().findFirst());
    }

    /** The one whose number is typed so; none when that is no number. */
    public Future<Optional<Held>> numbered(@Nullable String typed) {
        var number = Parsed.number(typed);
        return number == null ? Future.succeededFuture(Optional.empty()) : find(number.longValue());
    }

    /** Locks the service of an incident: before any incident, as everybody does who opens one of a group. */
    public Future<Void> lockService(Tx tx, UUID incidentId) {
        return tx.query(LOCK_SERVICE, Tuple.of(incidentId)).mapEmpty();
    }

    /** The number of the open incident of a group; who has locked the service is told what stays true. */
    public Future<Optional<Long>> openOfGroup(Tx tx, UUID serviceId, String groupKey) {
        return tx.query(OPEN_OF_GROUP, Tuple.of(serviceId, groupKey))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getLong("number")));
    }

    /** Takes the next short numbers. */
    public Future<List<Long>> numbers(Tx tx, int count) {
        if (count == 0) {
            return Future.succeededFuture(List.of());
        }
        return tx.query(NUMBERS, Tuple.of(count)).map(rows -> {
            var numbers = new ArrayList<Long>();
            rows.forEach(row -> numbers.add(row.getLong("number")));
            return numbers;
        });
    }

    /** Writes incidents that are new or were locked before. */
    public Future<Void> save(Tx tx, List<Held> held) {
        if (held.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.query(SAVE, HELD.arguments(held)).mapEmpty();
    }

    /** An incident that a person resolves takes its alerts with it. */
    public Future<Void> closeAlerts(Tx tx, UUID incidentId, Instant at) {
        return tx.query(CLOSE_ALERTS, Tuple.of(incidentId, Columns.utc(at))).mapEmpty();
    }

    /** Who takes a resolve back has the alerts back that it closed; answers how many. */
    public Future<Integer> reopenAlerts(Tx tx, UUID incidentId, Instant resolvedAt, Instant at) {
        return tx.query(REOPEN_ALERTS, Tuple.of(incidentId, Columns.utc(resolvedAt), Columns.utc(at)))
                .map(rows -> rows.rowCount());
    }

    /** Remembers commands; answers which of them are new. */
    public Future<Set<UUID>> takeCommands(
            Tx tx, List<UUID> ids, List<UUID> incidents, List<String> verbs, List<Instant> times) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(ids.toArray(UUID[]::new))
                .addArrayOfUUID(incidents.toArray(UUID[]::new))
                .addArrayOfString(verbs.toArray(String[]::new))
                .addArrayOfOffsetDateTime(Columns.times(times, at -> at));
        return tx.query(TAKE_COMMANDS, arguments).map(rows -> {
            var fresh = new HashSet<UUID>();
            rows.forEach(row -> fresh.add(row.getUUID("id")));
            return fresh;
        });
    }

    static List<Held> held(RowSet<Row> rows) {
        var all = new ArrayList<Held>(rows.size());
        for (var row : rows) {
            all.add(new Held(
                    incident(row),
                    row.getInteger("open_alerts"),
                    Columns.optionalInstant(row, "group_until"),
                    Columns.optionalInstant(row, "resolves_at"),
                    Columns.optionalInstant(row, "flaps_until")));
        }
        return all;
    }

    private static Incident incident(Row row) {
        return new Incident(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("service"),
                row.getString("service_name"),
                row.getString("group_key"),
                row.getString("title"),
                IncidentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                IncidentSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                row.getInteger("cycle"),
                row.getLong("version"),
                row.getUUID("escalation_policy"),
                row.getUUID("acknowledged_by"),
                row.getString("acknowledged_by_name"),
                Columns.optionalInstant(row, "snoozed_until"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "resolved_at"),
                row.getInteger("alert_count"),
                ref(row.getUUID("merged_into"), row.getLong("merged_into_number")),
                recurrence(row),
                assignee(row),
                Nature.valueOf(row.getString("nature").toUpperCase(Locale.ROOT)),
                said(row),
                IncidentPriority.of(row.getString("priority")));
    }

    private static Incident.@Nullable Assignee assignee(Row row) {
        var id = row.getUUID("assignee");
        return id == null ? null : new Incident.Assignee(id, row.getString("assignee_name"));
    }

    private static @Nullable SaidUrgency said(Row row) {
        var urgency = row.getString("urgency");
        return urgency == null
                ? null
                : new SaidUrgency(
                        Urgency.valueOf(urgency.toUpperCase(Locale.ROOT)),
                        row.getString("urgency_why"),
                        Columns.optionalInstant(row, "urgent_at"));
    }

    private static Incident.@Nullable Recurrence recurrence(Row row) {
        var of = ref(row.getUUID("recurrence_of"), row.getLong("recurrence_of_number"));
        return of == null
                ? null
                : new Incident.Recurrence(
                        of, row.getInteger("recurrence_times"), Columns.instant(row, "recurrence_since"));
    }

    private static Incident.@Nullable Ref ref(@Nullable UUID id, @Nullable Long number) {
        return id == null || number == null ? null : new Incident.Ref(id, number);
    }

    static <T, V> @Nullable V of(@Nullable T one, Function<T, @Nullable V> member) {
        return one == null ? null : member.apply(one);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
