package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads the figures of the home page: open incidents by severity, and what came hour by hour. */
final class HomeStore {
    static final String OPEN = """
            select severity, status, count(*) as incidents from incident where status <> 'resolved' and nature <> 'test'
            group by severity, status""";

    /** Of the latest incidents only: nobody looks further back for it. */
    static final String LAST_OF = """
            select number, resolved_at from (select * from incident order by number desc limit 1000) i
            where status = 'resolved' and nature <> 'test' and acknowledged_by = $1 order by number desc limit 1""";

    static final String TROUBLES =
            "select count(*) as troubles from incident where service = $1 and status <> 'resolved' and nature <> 'test'";

    // Ids begin with the time they were made at, so that an hour is a stretch of the primary key. A flood is counted up
    // to a bound.
    static final String HOURS = """
            select (select count(*) from (select 1 from alert a where a.id >= h.low and a.id < h.high limit $3) n) as alerts,
                   i.opened, i.by_alerts
            from unnest($1::uuid[], $2::uuid[]) with ordinality as h (low, high, hour)
            cross join lateral (
                select count(*) as opened, count(*) filter (where n.alert_count > 0) as by_alerts
                from (select alert_count from incident
                    where id >= h.low and id < h.high and nature <> 'test' limit $3) n) i
            order by h.hour""";

    private final Database database;

    HomeStore(Database database) {
        this.database = database;
    }

    Future<List<Home.Open>> open() {
        return database.query(OPEN, Tuple.tuple()).map(rows -> {
            var open = new ArrayList<Home.Open>();
            for (var row : rows) {
                open.add(new Home.Open(
                        IncidentSeverity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                        IncidentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getLong("incidents")));
            }
            return open;
        });
    }

    /** The incident that this person had and that was resolved last. */
    Future<Optional<Home.Last>> lastOf(UUID person) {
        return database.query(LAST_OF, Tuple.of(person)).map(rows -> {
            for (var row : rows) {
                return Optional.of(new Home.Last(row.getLong("number"), Columns.instant(row, "resolved_at")));
            }
            return Optional.empty();
        });
    }

    /** How many incidents about Belfry itself are open. */
    Future<Long> troubles() {
        return database.query(TROUBLES, Tuple.of(Service.BELFRY))
                .map(rows -> rows.iterator().next().getLong("troubles"));
    }

    /** What came in the hours that begin at these instants, and in the hour after the last of them. */
    Future<List<Volume.Hour>> hours(List<Instant> begins) {
        var lows = begins.stream().map(HomeStore::first).toArray(UUID[]::new);
        var highs = begins.stream().map(at -> first(at.plus(Volume.HOUR))).toArray(UUID[]::new);
        return database.query(HOURS, Tuple.of(lows, highs, Volume.MOST)).map(rows -> {
            var hours = new ArrayList<Volume.Hour>();
            for (var row : rows) {
                hours.add(new Volume.Hour(
                        begins.get(hours.size()),
                        row.getLong("alerts"),
                        row.getLong("opened"),
                        row.getLong("by_alerts")));
            }
            return hours;
        });
    }

    /** Before every id that is made at this instant or later. */
    private static UUID first(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
