package dev.belfry.incident.insight.fact;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.database.Unnest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Keeps what is counted of incidents and pages, and how far the timelines have been read for it. */
final class FactStore {
    /** Whoever has the row reads on; another replica leaves it to them. */
    static final String LOCK = "select seen, trail, mark, marked_at from fact_position for update skip locked";

    static final String MOVE = "update fact_position set seen = $1, trail = $2, mark = $3, marked_at = $4";

    static final String LINES = "select seq, incident from timeline where seq > $1 and seq <= $2 order by seq limit $3";

    static final String PAGES = """
            select seq, incident, at, data ->> 'whom' as whom from timeline
            where incident = any($1::uuid[]) and kind = 'escalation' and data ->> 'fact' = 'asked'
              and data ->> 'whom' is not null
            order by seq""";

    private static final Unnest<PageFact> PAGE = new Unnest<PageFact>()
            .bigint("line", PageFact::line)
            .uuid("person", PageFact::person)
            .uuid("incident", PageFact::incident)
            .time("at", PageFact::at)
            .integer("hour", PageFact::hour)
            .text("night", page -> page.night() == null ? null : page.night().toString());

    // A line is never changed: only what came later can differ.
    static final String COUNT_PAGES = """
            insert into page_fact (line, person, incident, at, service, policy, severity, hour, night, acknowledged)
            select p.line, p.person, p.incident, p.at, i.service, i.escalation_policy, right(i.severity, 1)::smallint,
                   p.hour, p.night::date,
                   exists (select 1 from timeline t join timeline k on k.incident = t.incident
                           where t.seq = p.line and k.kind = 'acknowledged' and k.actor_id = p.person
                             and k.data ->> 'cycle' = t.data ->> 'cycle')
            from %s join incident i on i.id = p.incident and i.nature <> 'test'
            on conflict (line, person) do update
                set severity = excluded.severity, acknowledged = excluded.acknowledged
                where page_fact.severity <> excluded.severity or page_fact.acknowledged <> excluded.acknowledged""".formatted(PAGE.as("p"));

    static final String COUNT_INCIDENTS = """
            insert into incident_fact (incident, number, service, policy, severity, opened_at, detect_s, acknowledge_s,
                                       resolve_s, pages, night_pages, alerts, quiet, name, integration, rules, brief)
            select i.id, i.number, i.service, i.escalation_policy, right(i.severity, 1)::smallint, i.created_at,
                   case when a.occurred_at is not null then
                       least(greatest(extract(epoch from a.first_seen - a.occurred_at), 0), 2147483647)::int end,
                   case when t.acknowledged_at is not null then
                       greatest(extract(epoch from t.acknowledged_at
                           - case when p.first <= t.acknowledged_at then p.first else i.created_at end), 0)::int end,
                   case when i.resolved_at is not null then
                       greatest(extract(epoch from i.resolved_at - i.created_at), 0)::int end,
                   p.pages, p.at_night, i.alert_count,
                   p.pages > 0 and i.status = 'resolved' and not t.acted,
                   left(coalesce(a.alertname, regexp_replace(i.title, '[0-9]+', '#', 'g')), 200),
                   a.integration,
                   array(select distinct (r ->> 'rule')::uuid
                         from jsonb_array_elements(a.decisions) d, jsonb_array_elements(d -> 'rules') r order by 1),
                   i.status = 'resolved' and i.resolved_at <= i.created_at + interval '1 minute' and not t.acted
            from incident i
            cross join lateral (
                select min(at) filter (where kind = 'acknowledged') as acknowledged_at,
                       coalesce(bool_or(actor_kind = 'user'), false) as acted
                from timeline where incident = i.id) t
            cross join lateral (
                select count(*) as pages, count(night) as at_night, min(at) as first
                from page_fact where incident = i.id) p
            left join lateral (
                select first_seen, occurred_at, labels ->> 'alertname' as alertname, integration, decisions
                from alert where incident = i.id order by id limit 1) a on true
            where i.id = any($1::uuid[]) and i.merged_into is null and i.nature <> 'test'
            on conflict (incident) do update set
                policy = excluded.policy, severity = excluded.severity, detect_s = excluded.detect_s, acknowledge_s = excluded.acknowledge_s,
                resolve_s = excluded.resolve_s, pages = excluded.pages, night_pages = excluded.night_pages,
                alerts = excluded.alerts, quiet = excluded.quiet, name = excluded.name,
                integration = excluded.integration, rules = excluded.rules, brief = excluded.brief""";

    /** The days of these incidents and of their pages are added up anew. */
    static final String CHANGE_DAYS = """
            insert into fact_day (day)
            select (opened_at at time zone 'UTC')::date from incident_fact where incident = any($1::uuid[])
            union select (at at time zone 'UTC')::date from page_fact where incident = any($1::uuid[]) order by 1
            on conflict (day) do update set added_at = null where fact_day.added_at is not null""";

    /** What was merged is counted with the incident that goes on. */
    static final String DROP_MERGED = """
            delete from incident_fact f using incident i
            where i.id = f.incident and i.id = any($1::uuid[]) and i.merged_into is not null""";

    /**
     * How far the timelines have been read.
     *
     * @param seen up to where
     * @param trail from where lines are read a second time, for those that appeared late
     * @param mark up to where that is
     * @param markedAt when everything up to the mark had been read once
     */
    record Position(long seen, long trail, long mark, Instant markedAt) {}

    /** @param incidents whose lines they are */
    record Lines(long last, int read, Set<UUID> incidents) {}

    Future<Optional<Position>> lock(Tx tx) {
        return tx.query(LOCK, Tuple.tuple()).map(rows -> {
            for (var row : rows) {
                return Optional.of(new Position(
                        row.getLong("seen"),
                        row.getLong("trail"),
                        row.getLong("mark"),
                        Columns.instant(row, "marked_at")));
            }
            return Optional.empty();
        });
    }

    Future<Void> move(Tx tx, Position to) {
        return tx.query(MOVE, Tuple.of(to.seen(), to.trail(), to.mark(), Columns.utc(to.markedAt())))
                .mapEmpty();
    }

    /** Lines behind one and up to another, in the order of their numbers. */
    Future<Lines> lines(Tx tx, long after, long upTo, int limit) {
        return tx.query(LINES, Tuple.of(after, upTo, limit)).map(rows -> {
            var incidents = new LinkedHashSet<UUID>();
            long last = after;
            for (Row row : rows) {
                incidents.add(row.getUUID("incident"));
                last = row.getLong("seq");
            }
            return new Lines(last, rows.size(), incidents);
        });
    }

    /**
     * The pages of these incidents.
     *
     * @param zones of each person there is; what is no person is not paged but told
     */
    Future<List<PageFact>> pages(Tx tx, Set<UUID> incidents, Map<UUID, ZoneId> zones) {
        return tx.query(PAGES, Columns.ids(incidents)).map(rows -> {
            var pages = new ArrayList<PageFact>();
            for (var row : rows) {
                Stream.of(row.getString("whom").split(","))
                        .map(UUID::fromString)
                        .distinct()
                        .filter(zones::containsKey)
                        .forEach(person -> pages.add(PageFact.of(
                                row.getLong("seq"),
                                person,
                                row.getUUID("incident"),
                                Columns.instant(row, "at"),
                                zones.getOrDefault(person, ZoneOffset.UTC))));
            }
            return pages;
        });
    }

    /** Counts these incidents and their pages anew. */
    Future<Void> count(Tx tx, Set<UUID> incidents, List<PageFact> pages) {
        var counted = pages.isEmpty()
                ? Future.<Void>succeededFuture()
                : tx.query(COUNT_PAGES, PAGE.arguments(pages)).<Void>mapEmpty();
        return counted.compose(done -> tx.query(COUNT_INCIDENTS, Columns.ids(incidents)))
                .compose(done -> tx.query(CHANGE_DAYS, Columns.ids(incidents)))
                .compose(done -> tx.query(DROP_MERGED, Columns.ids(incidents)))
                .mapEmpty();
    }
}
