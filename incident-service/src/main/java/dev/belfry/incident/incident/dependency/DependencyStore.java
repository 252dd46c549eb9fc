package dev.belfry.incident.incident.dependency;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what hangs on what, and keeps which incidents wait. */
public final class DependencyStore {
    // Of each pair once, however many ways lead there: it ends even if there were a circle.
    private static final String ROAD = """
            with recursive road (service, needs) as (
                select d.service, d.needs from service_dependency d where d.service = any($1::uuid[])
                union
                select r.service, d.needs from road r join service_dependency d on d.service = r.needs)
            """;

    static final String DOWN = ROAD + """
            select distinct on (r.service) r.service, s.id, s.name, i.number
            from road r join service s on s.id = r.needs
            join incident i on i.service = r.needs and i.status <> 'resolved' and i.severity in ('sev1', 'sev2')
                and i.nature <> 'test'
            order by r.service, i.number""";

    static final String REMEMBER = """
            insert into suppressed_incident (incident, service, until)
            select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) on conflict do nothing""";

    static final String WAITING = """
            select w.incident, w.service, w.until, s.quiet_while_dependency_down as quiet
            from suppressed_incident w join service s on s.id = w.service order by w.incident limit 1000""";

    static final String FORGET = "delete from suppressed_incident where incident = $1";

    static final String AROUND = """
            with recursive
            down as (
                select d.needs as id, 1 as depth from service_dependency d where d.service = $1),
            up (id, via, depth) as (
                select d.service, d.needs, 1 from service_dependency d where d.needs = $1
                union
                select d.service, d.needs, u.depth + 1 from up u join service_dependency d on d.needs = u.id
                where u.depth < 2),
            found as (
                select id, null::uuid as via, -depth as place from down
                union all select id, via, depth from up)
            select distinct on (f.place, s.name) s.id, s.name, f.via, f.place, i.open, coalesce(i.worst, '') as worst
            from found f join service s on s.id = f.id
            cross join lateral (
                select count(*) as open, min(severity) as worst from incident
                where service = s.id and status <> 'resolved' and nature <> 'test') i
            order by f.place, s.name limit 100""";

    private final Database database;

    public DependencyStore(Database database) {
        this.database = database;
    }

    /** Which of these services need one that is down, at whatever distance, and which that is. */
    public Future<Map<UUID, Down>> down(Tx tx, Collection<UUID> services) {
        return tx.query(DOWN, Columns.ids(List.copyOf(services))).map(rows -> {
            Map<UUID, Down> down = new HashMap<>();
            rows.forEach(row -> down.put(
                    row.getUUID("service"), new Down(row.getUUID("id"), row.getString("name"), row.getLong("number"))));
            return down;
        });
    }

    /** These were opened to wait. */
    public Future<Void> remember(Tx tx, List<Waiting> waiting) {
        return tx.query(
                        REMEMBER,
                        Tuple.tuple()
                                .addArrayOfUUID(Columns.uuids(waiting, Waiting::incident))
                                .addArrayOfUUID(Columns.uuids(waiting, Waiting::service))
                                .addArrayOfOffsetDateTime(Columns.times(waiting, Waiting::until)))
                .mapEmpty();
    }

    /** The incidents that wait. */
    Future<List<Waiting>> waiting() {
        return database.query(WAITING, Tuple.tuple()).map(rows -> {
            var all = new ArrayList<Waiting>(rows.size());
            rows.forEach(row -> all.add(new Waiting(
                    row.getUUID("incident"),
                    row.getUUID("service"),
                    Columns.instant(row, "until"),
                    row.getBoolean("quiet"))));
            return all;
        });
    }

    Future<Void> forget(Tx tx, UUID incident) {
        return tx.query(FORGET, Tuple.of(incident)).mapEmpty();
    }

    /** The services around one: what it needs, and what needs it, at two removes. */
    public Future<List<Neighbour>> around(UUID service) {
        return database.query(AROUND, Tuple.of(service)).map(rows -> {
            var all = new ArrayList<Neighbour>(rows.size());
            rows.forEach(row -> all.add(new Neighbour(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getUUID("via"),
                    row.getInteger("place"),
                    row.getLong("open"),
                    row.getString("worst"))));
            return all;
        });
    }

    /**
     * An incident that waits.
     *
     * @param until the end of the snooze it was opened with
     * @param quiet whether its service still wants that
     */
    public record Waiting(UUID incident, UUID service, Instant until, boolean quiet) {}
}
