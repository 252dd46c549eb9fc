package dev.belfry.incident.insight.report;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what is known of the incidents and pages of a time. */
final class ReportStore {
    private static final String OPENED = "from incident_fact where opened_at >= $1 and opened_at < $2" + narrowed();

    private static final String PAGED = "from page_fact where at >= $1 and at < $2" + narrowed();

    private static String narrowed() {
        return " and severity <= $3 and ($4::uuid is null or service = $4) and ($5::uuid[] is null or policy = any($5) or service = any($5))\n";
    }

    // Slot 0 is what lies before the first of the slots.
    static final String COUNTS = """
            select g.*, s.name, coalesce(s.team, g.policy) as owner from (
                select width_bucket(opened_at, $6::timestamptz[]) as slot, service, policy, severity,
                       count(*) as incidents, sum(pages) as pages, sum(night_pages) as night_pages
            """ + OPENED + "group by 1, 2, 3, 4) g join service s on s.id = g.service";

    // The longer it took, the less a second matters: so that few rows come back however many incidents there are.
    private static final String TIMES = """
            select width_bucket(opened_at, $6::timestamptz[]) as slot,
                   case when %1$s < 300 then %1$s when %1$s < 3600 then %1$s / 10 * 10
                        when %1$s < 86400 then %1$s / 120 * 120 else %1$s / 3600 * 3600 end as seconds,
                   count(*) as incidents
            """ + OPENED + "and %1$s is not null group by 1, 2";

    static final String DETECT = TIMES.formatted("detect_s");
    static final String ACKNOWLEDGE = TIMES.formatted("acknowledge_s");
    static final String RESOLVE = TIMES.formatted("resolve_s");

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

    static final String PAGES = """
            select person, hour, count(*) as pages, count(*) filter (where acknowledged) as acknowledged
            """ + PAGED + "group by person, hour";

    static final String NIGHTS = "select person, count(*) as nights from (select distinct person, night " + PAGED
            + "and night is not null) n group by person";

    static final String ROWS = """
            select f.number, f.service, f.policy, f.severity, f.opened_at, f.detect_s, f.acknowledge_s, f.resolve_s, f.pages,
                   f.night_pages, f.alerts, f.quiet, i.title, s.name, coalesce(s.team, f.policy) as owner
            from (
                select *
            """ + OPENED + """
            and number < $6 order by number desc limit $7) f
            join incident i on i.id = f.incident join service s on s.id = f.service order by f.number desc""";

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
            return Tuple.tuple()
                    .addOffsetDateTime(Columns.utc(from))
                    .addOffsetDateTime(Columns.utc(until))
                    .addInteger(least)
                    .addUUID(service)
                    .addArrayOfUUID(policies == null ? null : policies.toArray(UUID[]::new));
        }

        Cut since(Instant later) {
            return new Cut(later, until, least, service, policies);
        }
    }

    Future<List<Summary.Count>> counts(Cut cut, List<Instant> slots) {
        return database.query(COUNTS, cut.tuple().addArrayOfOffsetDateTime(times(slots)))
                .map(rows -> {
                    var counts = new ArrayList<Summary.Count>(rows.size());
                    for (var row : rows) {
                        counts.add(new Summary.Count(
                                row.getInteger("slot"),
                                row.getUUID("service"),
                                row.getString("name"),
                                row.getUUID("owner"),
                                row.getInteger("severity"),
                                row.getLong("incidents"),
                                row.getLong("pages"),
                                row.getLong("night_pages")));
                    }
                    return counts;
                });
    }

    /** How long something took, for each slot. */
    Future<List<Times>> times(String statement, Cut cut, List<Instant> slots) {
        return database.query(statement, cut.tuple().addArrayOfOffsetDateTime(times(slots)))
                .map(rows -> {
                    var times = new ArrayList<Times>();
                    slots.forEach(slot -> times.add(new Times()));
                    times.add(new Times());
                    rows.forEach(row ->
                            times.get(row.getInteger("slot")).add(row.getInteger("seconds"), row.getLong("incidents")));
                    return times;
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

    Future<List<Summary.Paged>> pages(Cut cut) {
        return database.query(PAGES, cut.tuple()).map(rows -> {
            var pages = new ArrayList<Summary.Paged>(rows.size());
            rows.forEach(row -> pages.add(new Summary.Paged(
                    row.getUUID("person"), row.getInteger("hour"), row.getLong("pages"), row.getLong("acknowledged"))));
            return pages;
        });
    }

    /** In how many nights each person was paged. */
    Future<Map<UUID, Long>> nights(Cut cut) {
        return database.query(NIGHTS, cut.tuple()).map(rows -> {
            var nights = new HashMap<UUID, Long>();
            rows.forEach(row -> nights.put(row.getUUID("person"), row.getLong("nights")));
            return nights;
        });
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
                            row.getBoolean("quiet"))));
                    return lines;
                });
    }

    private static OffsetDateTime[] times(List<Instant> slots) {
        return Columns.times(slots, slot -> slot);
    }
}
