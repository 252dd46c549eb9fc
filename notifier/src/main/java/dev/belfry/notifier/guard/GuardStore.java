package dev.belfry.notifier.guard;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@code incident_guard} table. Who starts an attempt holds the row shared until the commit, who learns of an
 * acknowledge holds it alone: one of the two is first, and the other sees it. Rows are locked in the order of their ids.
 */
public final class GuardStore {
    /** Those of incidents that have ended. */
    public static final String EXPIRE = """
            delete from incident_guard where ctid = any(array(select ctid from incident_guard where changed_at < $1 and status = 'RESOLVED' limit $2))""";

    static final String FIND =
            "select incident_id, version, status, cycle, reason from incident_guard where incident_id = any($1)";
    static final String SHARE = """
            select incident_id, version, status, cycle, reason from incident_guard
            where incident_id = any($1) order by incident_id for share""";
    static final String LOCK = """
            select incident_id, version, status, cycle, reason from incident_guard
            where incident_id = any($1) order by incident_id for update""";
    static final String LEARN = """
            insert into incident_guard (incident_id, version, status, cycle, reason, changed_at)
            select g.*, $6 from unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::text[]) as g
            on conflict (incident_id) do nothing""";
    static final String SAVE = """
            insert into incident_guard (incident_id, version, status, cycle, reason, changed_at)
            select g.*, $6 from unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::text[]) as g
            on conflict (incident_id) do update
            set version = excluded.version, status = excluded.status, cycle = excluded.cycle, reason = excluded.reason,
                changed_at = excluded.changed_at
            where incident_guard.version < excluded.version""";

    /** The other incidents among them have nothing to be told of. */
    static final String END = """
            update incident_guard g set over_at = e.over_at, over_by = e.over_by
            from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) as e (incident_id, over_at, over_by)
            where g.incident_id = e.incident_id""";

    private final Database database;

    public GuardStore(Database database) {
        this.database = database;
    }

    public Future<Map<UUID, Guard>> find(Collection<UUID> incidents) {
        return database.query(FIND, ids(incidents)).map(GuardStore::byIncident);
    }

    /** Keeps what is not known yet, so that there is a row to hold. */
    public Future<Void> learn(Tx tx, Collection<Guard> guards, Instant now) {
        return guards.isEmpty() ? Future.succeededFuture() : write(tx, LEARN, guards, now);
    }

    public Future<Void> save(Tx tx, Collection<Guard> guards, Instant now) {
        return guards.isEmpty() ? Future.succeededFuture() : write(tx, SAVE, guards, now);
    }

    public Future<Map<UUID, Guard>> share(Tx tx, Collection<UUID> incidents) {
        return tx.query(SHARE, ids(incidents)).map(GuardStore::byIncident);
    }

    public Future<Map<UUID, Guard>> lock(Tx tx, Collection<UUID> incidents) {
        return tx.query(LOCK, ids(incidents)).map(GuardStore::byIncident);
    }

    /**
     * An incident that has ended, or that goes on.
     *
     * @param tellAt when those who were paged are told that it is over; null when it goes on
     * @param by who ended it; null when no person did
     */
    public record End(
            UUID incident,
            @Nullable Instant tellAt,
            @Nullable UUID by) {}

    public Future<Void> end(Tx tx, List<End> ends) {
        return ends.isEmpty()
                ? Future.succeededFuture()
                : tx.query(
                                END,
                                Tuple.tuple()
                                        .addArrayOfUUID(
                                                ends.stream().map(End::incident).toArray(UUID[]::new))
                                        .addArrayOfOffsetDateTime(ends.stream()
                                                .map(end -> Columns.optionalUtc(end.tellAt()))
                                                .toArray(OffsetDateTime[]::new))
                                        .addArrayOfUUID(
                                                ends.stream().map(End::by).toArray(UUID[]::new)))
                        .mapEmpty();
    }

    private static Tuple ids(Collection<UUID> incidents) {
        return Tuple.tuple().addArrayOfUUID(incidents.stream().distinct().toArray(UUID[]::new));
    }

    private static Future<Void> write(Tx tx, String statement, Collection<Guard> guards, Instant now) {
        // The order in which PostgreSQL compares uuids, which is not that of Java.
        List<Guard> sorted = guards.stream()
                .sorted(Comparator.comparing(guard -> guard.incident().toString()))
                .toList();
        var arguments = Tuple.tuple()
                .addArrayOfUUID(sorted.stream().map(Guard::incident).toArray(UUID[]::new))
                .addArrayOfLong(sorted.stream().map(Guard::version).toArray(Long[]::new))
                .addArrayOfString(
                        sorted.stream().map(guard -> guard.status().name()).toArray(String[]::new))
                .addArrayOfInteger(sorted.stream().map(Guard::cycle).toArray(Integer[]::new))
                .addArrayOfString(sorted.stream().map(Guard::reason).toArray(String[]::new))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return tx.query(statement, arguments).mapEmpty();
    }

    private static Map<UUID, Guard> byIncident(RowSet<Row> rows) {
        Map<UUID, Guard> guards = new HashMap<>();
        for (var row : rows) {
            var guard = new Guard(
                    row.getUUID("incident_id"),
                    row.getLong("version"),
                    IncidentStatus.valueOf(row.getString("status")),
                    row.getInteger("cycle"),
                    row.getString("reason"));
            guards.put(guard.incident(), guard);
        }
        return guards;
    }
}
