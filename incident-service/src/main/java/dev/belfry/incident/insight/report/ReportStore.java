package dev.belfry.incident.insight.report;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what is known of the incidents and pages of a time. */
final class ReportStore {
    private static final String OPENED = "from incident_fact where opened_at >= $1 and opened_at < $2" + narrowed(3);

    private static String narrowed(int first) {
        return " and severity <= $%1$d and ($%2$d::uuid is null or service = $%2$d) and ($%3$d::uuid[] is null or policy = any($%3$d) or service = any($%3$d))\n"
                .formatted(first, first + 1, first + 2);
    }

    static final String ADDED = "select day from fact_day where added_at is not null and day >= $1 and day < $2";

    // Slot 0 is what lies before the first of the slots. Days that are added up are read from the sums, the rest from
    // the facts.
    private static final String STRETCHES = """
            with d as materialized (select * from unnest($1::date[], $2::int[]) as d (day, slot)),
                 r as materialized (
                     select * from unnest($3::timestamptz[], $4::timestamptz[], $5::int[]) as r (begins, ends, slot))
            """;

    static final String COUNTS = STRETCHES + """
            select g.*, s.name, coalesce(s.team, g.policy) as owner from (
                select slot, service, policy, severity, integration, rules, sum(incidents)::bigint as incidents,
                       sum(alerts)::bigint as alerts, sum(pages)::bigint as pages, sum(night_pages)::bigint as night_pages,
                       sum(paged)::bigint as paged, sum(acknowledged)::bigint as acknowledged, sum(brief)::bigint as brief
                from (
                    select slot, service, policy, severity, integration, rules, incidents, alerts, pages, night_pages,
                           paged, acknowledged, brief
                    from d join incident_day using (day) where true
            """ + narrowed(6) + """
                    union all
                    select slot, service, policy, severity, integration, rules, 1, alerts, pages, night_pages,
                           (pages > 0)::int, (acknowledge_s is not null)::int, brief::int
                    from r cross join lateral (
                    select * from incident_fact where opened_at >= begins and opened_at < ends offset 0) f
                where true
            """ + narrowed(6) + """
                ) f group by 1, 2, 3, 4, 5, 6) g join service s on s.id = g.service""";

    static final String TIMES = STRETCHES + """
            select slot, coalesce(string_agg(detect, ''), '') as detect, coalesce(string_agg(acknowledge, ''), '') as acknowledge,
                   coalesce(string_agg(resolve, ''), '') as resolve
            from (
                select slot, detect, acknowledge, resolve from d join incident_day using (day) where true
            """ + narrowed(6) + """
                union all
                select slot, int4send(detect_s), int4send(acknowledge_s), int4send(resolve_s)
                from r cross join lateral (
                    select * from incident_fact where opened_at >= begins and opened_at < ends offset 0) f
                where true
            """ + narrowed(6) + ") f group by slot";

    static final String REPEATED = """
            with g as materialized (
                select service, name, count(*) as incidents, sum(alerts) as alerts,
                       count(*) filter (where pages > 0) as paged, count(*) filter (where quiet) as quiet,
                       max(number) as latest
            """ + OPENED + """
            group by service, name having count(*) filter (where quiet) > 0 or count(*) >= 3),
            top as (
                (select true as noise, g.* from g where quiet > 0 order by quiet desc, incidents desc, name limit $6)
                union all
                (select false, g.* from g where incidents >= 3 order by incidents desc, name limit $6))
            select top.*, s.name as service_name,
                   (select a.id from alert a join incident i on i.id = a.incident
                    where i.number = top.latest order by a.id limit 1) as alert
            from top join service s on s.id = top.service
            order by noise desc, case when noise then quiet else top.incidents end desc, top.incidents desc, top.name""";

    // The sums of pages know no service: of one service or team there are no days.
    static final String PAGES = STRETCHES + """
            select person, string_agg(hours, '') as hours, sum(acknowledged)::bigint as acknowledged,
                   count(distinct night) as nights
            from (
                select person, night, acknowledged, hours from d join page_day using (day) where severity <= $6
                union all
                select person, night, acknowledged::int, substring(int2send(hour) from 2)
                from r cross join lateral (
                    select * from page_fact where at >= begins and at < ends offset 0) f
                where true
            """ + narrowed(6) + ") p group by person";

    static final String NAMES = """
            select i.id, i.name, s.name as service from integration i join service s on s.id = i.service
            where i.id = any($1::uuid[])
            union all
            (select distinct on (rule) rule, state ->> 'name', null from event_rule_history
             where rule = any($1::uuid[]) order by rule, version desc)""";

    static final String ROWS = """
            select f.number, f.service, f.policy, f.severity, f.opened_at, f.detect_s, f.acknowledge_s, f.resolve_s, f.pages,
                   f.night_pages, f.alerts, f.quiet, f.brief, i.title, i.priority, s.name, coalesce(s.team, f.policy) as owner,
                   n.name as integration,
                   (select string_agg(r.name, '; ' order by r.position) from event_rule r where r.id = any(f.rules)) as rules,
                   (select jsonb_object_agg(d.key, v.value)::text from incident_field_value v
                    join incident_field d on d.id = v.field where v.incident = f.incident) as fields
            from (
                select *
            """ + OPENED + """
            and number < $6 order by number desc limit $7) f
            join incident i on i.id = f.incident join service s on s.id = f.service
            left join integration n on n.id = f.integration order by f.number desc""";

    static final String FIELDS = "select key from incident_field order by key limit 100";

    private final Database database;

    ReportStore(Database database) {
        this.database = database;
    }

    /**
     * What is counted.
     *
     * @param policies only of these escalation policies and services; null for all
     */
    record Cut(
            Instant from,
            Instant until,
            int least,
            @Nullable UUID service,
            @Nullable List<UUID> policies) {

        Tuple tuple() {
            return narrow(Tuple.of(Columns.utc(from), Columns.utc(until)));
        }

        Tuple tuple(Stretches stretches) {
            var days = stretches.days();
            var rests = stretches.rests();
            return narrow(Tuple.tuple()
                    .addArrayOfLocalDate(days.stream().map(Stretches.Day::day).toArray(LocalDate[]::new))
                    .addArrayOfInteger(Columns.integers(days, Stretches.Day::slot))
                    .addArrayOfOffsetDateTime(Columns.times(rests, Stretches.Rest::from))
                    .addArrayOfOffsetDateTime(Columns.times(rests, Stretches.Rest::until))
                    .addArrayOfInteger(Columns.integers(rests, Stretches.Rest::slot)));
        }

        private Tuple narrow(Tuple tuple) {
            return tuple.addInteger(least)
                    .addUUID(service)
                    .addArrayOfUUID(policies == null ? null : policies.toArray(UUID[]::new));
        }

        /** Whether it is about some services only. */
        boolean someServices() {
            return service != null || policies != null;
        }

        Cut since(Instant later) {
            return new Cut(later, until, least, service, policies);
        }
    }

    /** The days of that time that have been added up. */
    Future<Set<LocalDate>> added(Instant from, Instant until) {
        return database.query(ADDED, Tuple.of(day(from), day(until))).map(rows -> {
            var days = new HashSet<LocalDate>();
            rows.forEach(row -> days.add(row.getLocalDate("day")));
            return days;
        });
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    Future<List<Summary.Count>> counts(Cut cut, Stretches stretches) {
        return database.query(COUNTS, cut.tuple(stretches)).map(rows -> {
            var counts = new ArrayList<Summary.Count>(rows.size());
            for (var row : rows) {
                counts.add(new Summary.Count(
                        row.getInteger("slot"),
                        row.getUUID("service"),
                        row.getString("name"),
                        row.getUUID("owner"),
                        row.getInteger("severity"),
                        row.getUUID("integration"),
                        List.of(row.getArrayOfUUIDs("rules")),
                        new Summary.Sums(
                                row.getLong("incidents"),
                                row.getLong("alerts"),
                                row.getLong("pages"),
                                row.getLong("night_pages"),
                                row.getLong("paged"),
                                row.getLong("acknowledged"),
                                row.getLong("brief"))));
            }
            return counts;
        });
    }

    /** How long things took, for each slot. */
    Future<Summary.Taken> times(Cut cut, Stretches stretches, int slots) {
        return database.query(TIMES, cut.tuple(stretches)).map(rows -> {
            var taken = Summary.Taken.empty(slots);
            for (var row : rows) {
                int slot = row.getInteger("slot");
                taken.detect().get(slot).add(row.getBuffer("detect"));
                taken.acknowledge().get(slot).add(row.getBuffer("acknowledge"));
                taken.resolve().get(slot).add(row.getBuffer("resolve"));
            }
            return taken;
        });
    }

    /** What integrations and event rules are called; those that are gone have no name, or their last one. */
    Future<Map<UUID, Summary.Source>> names(Collection<UUID> ids) {
        return database.query(NAMES, Columns.ids(ids)).map(rows -> {
            var names = new HashMap<UUID, Summary.Source>();
            rows.forEach(row ->
                    names.put(row.getUUID("id"), new Summary.Source(row.getString("name"), row.getString("service"))));
            return names;
        });
    }

    /** What came again and again. */
    Future<Summary.Again> repeated(Cut cut, int most) {
        return database.query(REPEATED, cut.tuple().addInteger(most)).map(rows -> {
            var again = new Summary.Again(new ArrayList<>(), new ArrayList<>());
            for (var row : rows) {
                (row.getBoolean("noise") ? again.noise() : again.repeats())
                        .add(new Report.Repeated(
                                row.getUUID("service"),
                                row.getString("service_name"),
                                row.getString("name"),
                                row.getLong("incidents"),
                                row.getLong("alerts"),
                                row.getLong("paged"),
                                row.getLong("quiet"),
                                row.getLong("latest"),
                                row.getUUID("alert")));
            }
            return again;
        });
    }

    Future<List<Summary.Paged>> pages(Cut cut, Stretches stretches) {
        return database.query(PAGES, cut.tuple(stretches)).map(rows -> {
            var pages = new ArrayList<Summary.Paged>(rows.size());
            rows.forEach(row -> pages.add(Summary.Paged.of(
                    row.getUUID("person"),
                    row.getBuffer("hours").getBytes(),
                    row.getLong("acknowledged"),
                    row.getLong("nights"))));
            return pages;
        });
    }

    /** The keys of the fields that a house asks of its incidents. */
    Future<List<String>> fields() {
        return database.query(FIELDS, Tuple.tuple()).map(rows -> {
            var keys = new ArrayList<String>();
            rows.forEach(row -> keys.add(row.getString("key")));
            return keys;
        });
    }

    private static Map<String, String> values(@Nullable String json) {
        var values = new HashMap<String, String>();
        if (json != null) {
            new JsonObject(json).forEach(one -> values.put(one.getKey(), String.valueOf(one.getValue())));
        }
        return values;
    }

    /** One incident each, the newest first. */
    Future<List<Csv.Line>> rows(Cut cut, long before, int limit) {
        return database.query(ROWS, cut.tuple().addLong(before).addInteger(limit))
                .map(rows -> {
                    var lines = new ArrayList<Csv.Line>(rows.size());
                    rows.forEach(row -> lines.add(new Csv.Line(
                            row.getLong("number"),
                            row.getString("title"),
                            row.getString("name"),
                            row.getUUID("owner"),
                            row.getInteger("severity"),
                            Columns.instant(row, "opened_at"),
                            row.getInteger("detect_s"),
                            row.getInteger("acknowledge_s"),
                            row.getInteger("resolve_s"),
                            row.getInteger("pages"),
                            row.getInteger("night_pages"),
                            row.getInteger("alerts"),
                            row.getBoolean("quiet"),
                            row.getBoolean("brief"),
                            row.getString("integration"),
                            row.getString("rules"),
                            row.getString("priority"),
                            values(row.getString("fields")))));
                    return lines;
                });
    }
}
