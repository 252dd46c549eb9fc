package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Escalations, the incidents they are about, and the pages they asked for. */
final class EscalationStore {
    /**
     * No row comes back for a version that was seen already: the event is stale or a repetition. The alert that opened an
     * incident is told once, and kept.
     */
    static final String SEE_INCIDENT = """
            insert into incident as i (id, version, state) values ($1, $2, $3)
            on conflict (id) do update set version = excluded.version,
                state = case when i.state ? 'alert'
                    then jsonb_build_object('alert', i.state -> 'alert') || excluded.state else excluded.state end
            where i.version < excluded.version
            returning old.state ->> 'severity' as severity_before, old.state ->> 'alert' as alert""";

    static final String INCIDENT = "select state::text as state from incident where id = $1";
    static final String INCIDENTS = "select state::text as state from incident where id = any($1)";
    static final String START = """
            insert into escalation (id, incident_id, cycle, status, policy_id, policy_version, step, repeat, started_at, plan,
                severity)
            values ($1, $2, $3, 'running', $4, $5, 0, 0, $6, $7, $8)
            on conflict (incident_id, cycle) do nothing
            returning id""";
    /** Documents come as text: the driver would make trees of them first. */
    private static final String COLUMNS = """
            e.id, e.incident_id, e.cycle, e.status, e.plan::text as plan, e.step, e.repeat, e.base, e.severity,
            e.held_since, e.pages_wait, e.next_at, e.started_at, e.ended_at""";

    static final String STOP_OTHERS = """
            update escalation e set status = 'stopped', next_at = null, ended_at = $2
            where incident_id = $1 and status = 'running' and cycle < $3
            returning
            """ + COLUMNS;

    static final String RUN_OF = "select " + COLUMNS + " from escalation e\n";

    static final String RUN = RUN_OF + "where e.id = $1";
    static final String RUNS = RUN_OF + "where e.id = any($1)";
    static final String LOCK = RUN_OF + "where e.id = $1 for update";
    static final String LOCK_FREE = RUN_OF + "where e.id = any($1) order by e.id for update skip locked";
    static final String THERE = "select id from escalation where id = any($1)";
    static final String LOCK_CYCLE = RUN_OF + "where e.incident_id = $1 and e.cycle = $2 for update";
    static final String OF_INCIDENT = RUN_OF + "where e.incident_id = $1 order by e.cycle desc limit 100";
    static final String DUE = """
            select e.incident_id, e.next_at from escalation e join incident i on i.id = e.incident_id
            where e.incident_id = any($1) and e.status = 'running' and e.next_at is not null
              and (e.plan ->> 'alone') is null
              and (e.step = 0 or i.state ->> 'urgency' is distinct from 'low')""";
    /** Like the timer that it tells of, the due time is by the database's clock. */
    static final String CLIMB = """
            update escalation e
            set step = c.step, repeat = c.repeat, held_since = null, pages_wait = false,
                next_at = clock_timestamp() + c.delay_ms * interval '1 millisecond'
            from unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[]) as c (id, step, repeat, delay_ms)
            where e.id = c.id""";

    static final String WAIT = """
            update escalation
            set next_at = clock_timestamp() + $2::bigint * interval '1 millisecond',
                held_since = case when $3 then coalesce(held_since, $4) end, pages_wait = false
            where id = $1""";
    static final String BEGIN_ANEW = """
            update escalation
            set status = 'running', policy_id = $2, policy_version = $3, plan = $4, step = $5, repeat = $6, base = $7,
                severity = $8, held_since = null, pages_wait = false, next_at = null, ended_at = null
            where id = $1""";

    /** A timer that fires at this moment is passed over: it asks who is active by itself. */
    static final String HASTEN_ALONE = """
            update timer set due_at = clock_timestamp()
            where id in (
                select t.id from timer t join escalation e on e.id = t.ref
                where t.kind = 'escalation-step' and e.status = 'running' and e.plan -> 'alone' ->> 'id' = $1::text
                for update of t skip locked)""";

    /** When the next step comes is not known before its pages have left. */
    static final String PUT_OFF = "update escalation set pages_wait = true, next_at = null where id = any($1)";

    static final String EXHAUST =
            "update escalation set status = 'exhausted', next_at = null, ended_at = $2 where id = any($1)";
    static final String REQUEST_PAGES = """
            insert into page (id, escalation_id, step, repeat, person_id, requested_at, bundled)
            select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::uuid[], $6::timestamptz[], $7::boolean[])
            on conflict (id) do nothing
            returning id""";
    static final String PAGES = """
            select * from page where escalation_id = any($1) order by escalation_id, repeat, step, person_id limit 1000""";
    /** The page, and those that its message told of too. What cannot be delivered is not tried any more. */
    static final String BECAME = """
            update page set outcome = $2
            where (id = $1 or bundle_id = $1) and (outcome is null or outcome = 'deferred')
            returning *""";

    static final String WITHDRAW = "update page set outcome = 'withdrawn' where id = any($1) returning *";

    static final String ARRIVED = """
            update page set outcome = null
            where (id = any($1) or bundle_id = any($1)) and outcome = 'deferred'""";
    static final String OUTCOMES = "select outcome from page where escalation_id = $1 and step = $2 and repeat = $3";

    /** Who of each run has acknowledged a step that everyone has to. */
    static final String ACKNOWLEDGED = """
            select distinct escalation_id, person_id from page
            where escalation_id = any($1) and acked_at is not null""";

    static final String CALLED_IN = """
            select distinct person_id from page where escalation_id = $1 and (step = 0 or $3) and requested_at > $2""";

    static final String ACKNOWLEDGE = "update page set acked_at = $2 where id = $1 and acked_at is null returning *";
    /** Channels acknowledge nothing. */
    static final String UNACKNOWLEDGED = """
            select u.id, u.name from page p join person u on u.id = p.person_id
            where p.escalation_id = $1 and p.step = $2 and p.repeat = $3 and p.acked_at is null
            order by u.name, u.id""";

    static final String BEHIND = """
            select id from escalation
            where policy_id = $1 and status = 'running' and policy_version < $2 order by id limit $3""";

    private EscalationStore() {}

    /** Those that run with a version of the policy before this one. */
    static Future<List<UUID>> behind(RowStore rows, UUID policy, long version, int limit) {
        return rows.query(BEHIND, Tuple.of(policy, version, limit))
                .map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    /** Null when it was known. */
    static Future<@Nullable RequestedPage> acknowledge(RowStore rows, UUID page, Instant at) {
        return rows.query(ACKNOWLEDGE, Tuple.of(page, Columns.optionalUtc(at)))
                .map(found -> RowStore.one(found, EscalationStore::page));
    }

    /**
     * Who was called in since then.
     *
     * @param bySteps whether who was asked by a step counts as well
     */
    static Future<Set<UUID>> calledIn(RowStore rows, UUID run, Instant since, boolean bySteps) {
        return rows.query(CALLED_IN, Tuple.of(run, Columns.utc(since), bySteps))
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getUUID("person_id"))));
    }

    /** Those of a step who have not acknowledged. */
    static Future<List<Party>> unacknowledged(RowStore rows, UUID run, Position at) {
        return rows.query(UNACKNOWLEDGED, Tuple.of(run, at.step(), at.repeat()))
                .map(found -> RowStore.all(
                        found, row -> new Party(row.getUUID("id"), row.getString("name"), Through.NAMED, null, null)));
    }

    /** Of the runs in which somebody has. */
    static Future<Map<UUID, Set<UUID>>> acknowledged(RowStore rows, Collection<UUID> runs) {
        return runs.isEmpty()
                ? Future.succeededFuture(Map.of())
                : rows.query(ACKNOWLEDGED, Columns.ids(runs)).map(found -> {
                    Map<UUID, Set<UUID>> people = new HashMap<>();
                    found.forEach(row -> people.computeIfAbsent(row.getUUID("escalation_id"), first -> new HashSet<>())
                            .add(row.getUUID("person_id")));
                    return people;
                });
    }

    /**
     * A version of an incident that was not seen before.
     *
     * @param severityBefore of the version before it; null when there was none
     * @param incident with the alert that opened it, where that was told
     */
    record Seen(@Nullable IncidentSeverity severityBefore, IncidentState incident) {}

    /** Null when this version or a later one was seen. */
    static Future<@Nullable Seen> see(RowStore rows, IncidentState incident, long version) {
        return rows.query(SEE_INCIDENT, Tuple.of(incident.id(), version, new JsonObject(Json.text(incident))))
                .map(found -> RowStore.one(found, row -> {
                    String before = row.getString("severity_before");
                    String alert = row.getString("alert");
                    return new Seen(
                            before == null ? null : IncidentSeverity.valueOf(before.toUpperCase(Locale.ROOT)),
                            alert == null || incident.alert() != null
                                    ? incident
                                    : incident.with(Json.read(alert, AlertBrief.class)));
                }));
    }

    static Future<@Nullable IncidentState> incident(RowStore rows, UUID id) {
        return rows.query(INCIDENT, Tuple.of(id)).map(found -> RowStore.one(found, EscalationStore::state));
    }

    static Future<Map<UUID, IncidentState>> incidents(RowStore rows, Collection<UUID> ids) {
        return rows.query(INCIDENTS, Columns.ids(ids))
                .map(found -> RowStore.all(found, EscalationStore::state).stream()
                        .collect(Collectors.toMap(IncidentState::id, state -> state)));
    }

    static IncidentState state(Row row) {
        return Json.read(row.getString("state"), IncidentState.class);
    }

    /** False when this cycle has its escalation already. */
    static Future<Boolean> start(RowStore rows, Run run) {
        return rows.query(
                        START,
                        Tuple.tuple()
                                .addUUID(run.id())
                                .addUUID(run.incident())
                                .addInteger(run.cycle())
                                .addUUID(run.plan().policy())
                                .addLong(run.plan().version())
                                .addOffsetDateTime(Columns.optionalUtc(run.startedAt()))
                                .addValue(plan(run))
                                .addString(severity(run)))
                .map(found -> found.size() > 0);
    }

    /** Stops what runs in a cycle before {@code cycle} and answers which. */
    static Future<List<Run>> stop(RowStore rows, UUID incident, Instant now, int cycle) {
        return rows.query(STOP_OTHERS, Tuple.of(incident, Columns.optionalUtc(now), cycle))
                .map(found -> RowStore.all(found, EscalationStore::run));
    }

    static Future<@Nullable Run> run(RowStore rows, UUID id) {
        return rows.query(RUN, Tuple.of(id)).map(found -> RowStore.one(found, EscalationStore::run));
    }

    static Future<Map<UUID, Run>> runs(RowStore rows, Collection<UUID> ids) {
        return rows.query(RUNS, Columns.ids(ids)).map(EscalationStore::byId);
    }

    /** Those of the runs that nobody else is changing, locked. */
    static Future<Map<UUID, Run>> lockFree(RowStore rows, Collection<UUID> ids) {
        return rows.query(LOCK_FREE, Columns.ids(ids)).map(EscalationStore::byId);
    }

    /** Which of the runs there are. */
    static Future<Set<UUID>> there(RowStore rows, Collection<UUID> ids) {
        return rows.query(THERE, Columns.ids(ids))
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getUUID("id"))));
    }

    /** Runs of one policy version have one plan: it is read once. */
    private static Map<UUID, Run> byId(RowSet<Row> found) {
        Map<String, Plan> plans = new HashMap<>();
        return RowStore.all(found, row -> run(row, plans)).stream().collect(Collectors.toMap(Run::id, run -> run));
    }

    static Future<@Nullable Run> lock(RowStore rows, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).map(found -> RowStore.one(found, EscalationStore::run));
    }

    static Future<@Nullable Run> lock(RowStore rows, UUID incident, int cycle) {
        return rows.query(LOCK_CYCLE, Tuple.of(incident, cycle))
                .map(found -> RowStore.one(found, EscalationStore::run));
    }

    static Future<List<Run>> ofIncident(RowStore rows, UUID incident) {
        return rows.query(OF_INCIDENT, Tuple.of(incident)).map(found -> RowStore.all(found, EscalationStore::run));
    }

    static Future<Map<UUID, Instant>> due(RowStore rows, List<UUID> incidents) {
        return rows.query(DUE, Columns.ids(incidents)).map(found -> {
            Map<UUID, Instant> due = new HashMap<>();
            found.forEach(row -> due.put(row.getUUID("incident_id"), Columns.instant(row, "next_at")));
            return due;
        });
    }

    /** A run has got to a step, which has so long. */
    record Climb(UUID run, Position to, Duration delay) {}

    static Future<Void> climb(RowStore rows, List<Climb> climbs) {
        return climbs.isEmpty()
                ? Future.succeededFuture()
                : rows.query(
                                CLIMB,
                                Tuple.tuple()
                                        .addArrayOfUUID(Columns.uuids(climbs, Climb::run))
                                        .addArrayOfInteger(Columns.integers(
                                                climbs, climb -> climb.to().step()))
                                        .addArrayOfInteger(Columns.integers(
                                                climbs, climb -> climb.to().repeat()))
                                        .addArrayOfLong(Columns.longs(
                                                climbs, climb -> climb.delay().toMillis())))
                        .mapEmpty();
    }

    /** @param hold it waits for somebody to come on call */
    static Future<Void> pause(RowStore rows, UUID run, Duration delay, boolean hold, Instant now) {
        return rows.query(WAIT, Tuple.of(run, delay.toMillis(), hold, Columns.optionalUtc(now)))
                .mapEmpty();
    }

    static Future<Void> beginAnew(RowStore rows, Run run) {
        Tuple arguments = Tuple.tuple()
                .addUUID(run.id())
                .addUUID(run.plan().policy())
                .addLong(run.plan().version())
                .addValue(plan(run))
                .addInteger(run.position().step())
                .addInteger(run.position().repeat())
                .addInteger(run.base())
                .addString(severity(run));
        return rows.query(BEGIN_ANEW, arguments).mapEmpty();
    }

    private static JsonObject plan(Run run) {
        return new JsonObject(Json.text(run.plan()));
    }

    private static @Nullable String severity(Run run) {
        return run.severity() == null ? null : run.severity().name();
    }

    /** Makes the next step due of every escalation that is for this person alone. */
    static Future<Void> hastenAlone(RowStore rows, UUID person) {
        return rows.query(HASTEN_ALONE, Tuple.of(person.toString())).mapEmpty();
    }

    static Future<Void> exhaust(RowStore rows, List<UUID> runs, Instant now) {
        return runs.isEmpty()
                ? Future.succeededFuture()
                : rows.query(EXHAUST, Columns.ids(runs).addOffsetDateTime(Columns.optionalUtc(now)))
                        .mapEmpty();
    }

    /** Writes the pages that are not there yet and answers which: only these may be sent on. */
    static Future<Set<UUID>> request(RowStore rows, List<RequestedPage> pages) {
        if (pages.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(pages, RequestedPage::id))
                .addArrayOfUUID(Columns.uuids(pages, RequestedPage::escalation))
                .addArrayOfInteger(
                        Columns.integers(pages, page -> page.position().step()))
                .addArrayOfInteger(
                        Columns.integers(pages, page -> page.position().repeat()))
                .addArrayOfUUID(Columns.uuids(pages, RequestedPage::person))
                .addArrayOfOffsetDateTime(Columns.times(pages, RequestedPage::at))
                .addArrayOfBoolean(pages.stream().map(RequestedPage::bundled).toArray(Boolean[]::new));
        return rows.query(REQUEST_PAGES, arguments)
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getUUID("id"))));
    }

    static Future<List<RequestedPage>> pages(RowStore rows, Collection<UUID> runs) {
        return rows.query(PAGES, Columns.ids(runs)).map(found -> RowStore.all(found, EscalationStore::page));
    }

    /** The page, and those that its message told of too. */
    static Future<List<RequestedPage>> became(RowStore rows, UUID page, PageOutcome outcome) {
        return rows.query(BECAME, Tuple.of(page, word(outcome)))
                .map(found -> RowStore.all(found, EscalationStore::page));
    }

    static Future<List<RequestedPage>> withdraw(RowStore rows, Collection<UUID> pages) {
        return rows.query(WITHDRAW, Columns.ids(pages)).map(found -> RowStore.all(found, EscalationStore::page));
    }

    static Future<Void> putOff(RowStore rows, Collection<UUID> runs) {
        return rows.query(PUT_OFF, Columns.ids(runs)).mapEmpty();
    }

    static Future<Void> arrived(RowStore rows, Collection<UUID> pages) {
        return rows.query(ARRIVED, Columns.ids(pages)).mapEmpty();
    }

    /** What became of the pages of a step; null for one that is on its way or there. */
    static Future<Set<@Nullable PageOutcome>> outcomes(RowStore rows, UUID run, Position at) {
        return rows.query(OUTCOMES, Tuple.of(run, at.step(), at.repeat()))
                .map(found -> new HashSet<>(RowStore.all(found, EscalationStore::outcome)));
    }

    private static String word(PageOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable PageOutcome outcome(Row row) {
        String outcome = row.getString("outcome");
        return outcome == null ? null : PageOutcome.valueOf(outcome.toUpperCase(Locale.ROOT));
    }

    static Run run(Row row) {
        return run(row, new HashMap<>());
    }

    private static Run run(Row row, Map<String, Plan> plans) {
        String severity = row.getString("severity");
        return new Run(
                row.getUUID("id"),
                row.getUUID("incident_id"),
                row.getInteger("cycle"),
                RunStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                plans.computeIfAbsent(row.getString("plan"), text -> Json.read(text, Plan.class)),
                new Position(row.getInteger("step"), row.getInteger("repeat")),
                row.getInteger("base"),
                severity == null ? null : IncidentSeverity.valueOf(severity),
                Columns.optionalInstant(row, "held_since"),
                row.getBoolean("pages_wait"),
                Columns.optionalInstant(row, "next_at"),
                Columns.instant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"));
    }

    static RequestedPage page(Row row) {
        return new RequestedPage(
                row.getUUID("id"),
                row.getUUID("escalation_id"),
                new Position(row.getInteger("step"), row.getInteger("repeat")),
                row.getUUID("person_id"),
                Columns.instant(row, "requested_at"),
                outcome(row),
                Columns.optionalInstant(row, "acked_at"),
                row.getBoolean("bundled"));
    }
}
