package dev.belfry.incident.insight.fact;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Adds the facts of whole days up. */
final class DayStore {
    // What another replica is adding up is left to it; what changes meanwhile waits, and is added up again.
    static final String DUE = """
            select day from fact_day where (added_at is null or added_at < $1) and day < $2
            order by added_at nulls first, day desc limit $3 for update skip locked""";

    static final String DROP_INCIDENTS = "delete from incident_day where day = any($1::date[])";

    static final String ADD_INCIDENTS = """
            insert into incident_day (day, service, policy, severity, integration, rules, incidents, alerts, pages,
                                      night_pages, paged, acknowledged, brief, detect, acknowledge, resolve)
            select d.day, service, policy, severity, integration, rules, count(*), sum(alerts), sum(pages),
                   sum(night_pages), count(*) filter (where pages > 0), count(acknowledge_s), count(*) filter (where brief),
                   coalesce(string_agg(int4send(detect_s), ''), ''),
                   coalesce(string_agg(int4send(acknowledge_s), ''), ''),
                   coalesce(string_agg(int4send(resolve_s), ''), '')
            from unnest($1::date[]) as d (day)
            join incident_fact f on f.opened_at >= d.day::timestamp at time zone 'UTC'
                                and f.opened_at < (d.day + 1)::timestamp at time zone 'UTC'
            group by d.day, service, policy, severity, integration, rules""";

    static final String DROP_PAGES = "delete from page_day where day = any($1::date[])";

    static final String ADD_PAGES = """
            insert into page_day (day, person, severity, night, acknowledged, hours)
            select d.day, person, severity, night, count(*) filter (where acknowledged),
                   string_agg(substring(int2send(hour) from 2), '')
            from unnest($1::date[]) as d (day)
            join page_fact f on f.at >= d.day::timestamp at time zone 'UTC'
                            and f.at < (d.day + 1)::timestamp at time zone 'UTC'
            group by d.day, person, severity, night""";

    static final String ADDED = "update fact_day set added_at = $2 where day = any($1::date[])";

    /** Days whose incidents are no longer kept. */
    static final String DROP_EMPTY = """
            delete from fact_day f where day = any($1::date[])
                and not exists (select 1 from incident_day i where i.day = f.day)
                and not exists (select 1 from page_day p where p.day = f.day)""";

    /** Locks days that are over and whose facts have changed, or were last added up before that time. */
    Future<List<LocalDate>> due(Tx tx, Instant before, Instant now, int limit) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return tx.query(DUE, Tuple.of(Columns.utc(before), today, limit)).map(rows -> {
            var days = new ArrayList<LocalDate>();
            rows.forEach(row -> days.add(row.getLocalDate("day")));
            return days;
        });
    }

    Future<Void> add(Tx tx, List<LocalDate> days, Instant now) {
        var all = days.toArray(LocalDate[]::new);
        var these = Tuple.tuple().addArrayOfLocalDate(all);
        return tx.query(DROP_INCIDENTS, these)
                .compose(done -> tx.query(ADD_INCIDENTS, these))
                .compose(done -> tx.query(DROP_PAGES, these))
                .compose(done -> tx.query(ADD_PAGES, these))
                .compose(done ->
                        tx.query(ADDED, Tuple.tuple().addArrayOfLocalDate(all).addOffsetDateTime(Columns.utc(now))))
                .compose(done -> tx.query(DROP_EMPTY, these))
                .mapEmpty();
    }
}
