package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.signal.silence.KeptMatchers;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps maintenance windows. Whether one is open is decided by the database's clock, as its end is. */
public final class MaintenanceStore {
    static final String SELECT = """
            select id, name, description, services, matchers::text as matchers, zone, local_start, local_end, recurrence,
                   starts_at, ends_at, cancelled_at, created_by, cycle, version, updated_at
            from maintenance_window
            """;

    // Asked by whoever holds the lock of the services, as silences are.
    static final String ACTIVE = SELECT + """
            where ends_at > statement_timestamp() and starts_at <= statement_timestamp()
              and ($1::uuid[] is null or services = '{}' or services && $1::uuid[])
            order by ends_at, id limit 1000""";

    static final String FIND = SELECT + "where id = $1";

    static final String LOCK = SELECT + "where id = $1 for update";

    static final String LIST = SELECT + """
            where ($1::uuid is null or services = '{}' or services @> array[$1::uuid])
              and case $2 when 'active' then ends_at > statement_timestamp() and starts_at <= statement_timestamp()
                          when 'scheduled' then starts_at > statement_timestamp() and cancelled_at is null
                          when 'ended' then ends_at <= statement_timestamp() or cancelled_at is not null
                          else true end
              and ($3::uuid is null or id < $3)
            order by id desc limit $4""";

    static final String COUNT_UNENDED =
            "select count(*) as unended from maintenance_window where ends_at > statement_timestamp()";

    static final String MISSING = """
            select w.id from unnest($1::uuid[]) with ordinality as w (id, n)
            where not exists (select 1 from service s where s.id = w.id) order by w.n limit 1""";

    static final String ADD = """
            insert into maintenance_window (id, name, description, services, matchers, zone, local_start, local_end,
                                            recurrence, starts_at, ends_at, created_by)
            select $1, $2, $3, $4::uuid[], $5::text::jsonb, $6, $7::timestamp, $8::timestamp, $9, $10::timestamptz,
                   $11::timestamptz, $12
            where $11::timestamptz > statement_timestamp()
            on conflict (id) do nothing""";

    static final String CHANGE = """
            update maintenance_window set name = $2, description = $3, services = $4::uuid[],
                   matchers = $5::text::jsonb, zone = $6, local_start = $7::timestamp, local_end = $8::timestamp,
                   recurrence = $9, starts_at = $10::timestamptz, ends_at = $11::timestamptz, cycle = cycle + 1,
                   version = version + 1, updated_at = clock_timestamp()
            where id = $1 and $11::timestamptz > statement_timestamp()""";

    // One that has not begun ends where it begins: it has held back nothing.
    static final String CANCEL = """
            update maintenance_window set starts_at = least(starts_at, clock_timestamp()), ends_at = clock_timestamp(),
                   cancelled_at = clock_timestamp(), cycle = cycle + 1, version = version + 1,
                   updated_at = clock_timestamp()
            where id = $1 and (ends_at > statement_timestamp() or $2) and cancelled_at is null returning version""";

    static final String ADVANCE =
            "update maintenance_window set starts_at = $2, ends_at = $3, cycle = cycle + 1 where id = $1";

    static final String REMEMBER = """
            insert into maintenance_history (maintenance, version, what, changed_by, plan)
            values ($1, $2, $3, $4, $5::text::jsonb) on conflict do nothing""";

    static final String HISTORY = """
            select version, what, changed_by, changed_at from maintenance_history where maintenance = $1
            order by version desc limit 50""";

    static final String SERVICES = "select id from service order by id";

    static final String HELD_BACK = """
            select h.id, count(*) as alerts from alert a cross join lateral unnest(a.silenced_by) as h (id)
            where a.status = 'triggered' and a.incident is null group by h.id""";

    private final KeptMatchers kept = new KeptMatchers();
    private final Database database;

    public MaintenanceStore(Database database) {
        this.database = database;
    }

    /** The windows that are open for these services. */
    public Future<List<MaintenanceWindow>> active(Tx tx, Collection<UUID> services) {
        return tx.query(ACTIVE, Columns.ids(List.copyOf(services))).map(this::windows);
    }

    /**
     * The same for those who only look, the one that ends first in front.
     *
     * @param service null for all
     */
    public Future<List<MaintenanceWindow>> active(@Nullable UUID service) {
        var only = service == null ? null : new UUID[] {service};
        return database.query(ACTIVE, Tuple.tuple().addArrayOfUUID(only)).map(this::windows);
    }

    public Future<Optional<MaintenanceWindow>> find(UUID id) {
        return database.query(FIND, Tuple.of(id)).map(this::first);
    }

    Future<Optional<MaintenanceWindow>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(this::first);
    }

    /**
     * Newest first.
     *
     * @param service those that may hold back alerts of this service; null for all
     * @param state null for every state
     */
    public Future<List<MaintenanceWindow>> list(
            @Nullable UUID service, MaintenanceWindow.@Nullable State state, @Nullable UUID before, int limit) {
        var word = state == null ? null : state.name().toLowerCase(Locale.ROOT);
        return database.query(LIST, Tuple.of(service, word, before, limit)).map(this::windows);
    }

    Future<Long> unended(Tx tx) {
        return tx.query(COUNT_UNENDED, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("unended"));
    }

    /** The first of these services that does not exist. */
    Future<Optional<UUID>> missing(Tx tx, List<UUID> services) {
        return tx.query(MISSING, Columns.ids(services)).map(rows -> {
            for (var row : rows) {
                return Optional.of(row.getUUID("id"));
            }
            return Optional.empty();
        });
    }

    /** Answers false when it would be over already. */
    Future<Boolean> add(Tx tx, UUID id, Plan plan, Occurrence first, String by) {
        return tx.query(ADD, arguments(id, plan, first).addString(by)).map(rows -> rows.rowCount() == 1);
    }

    /** Answers false when it would be over already. */
    Future<Boolean> change(Tx tx, UUID id, Plan plan, Occurrence next) {
        return tx.query(CHANGE, arguments(id, plan, next)).map(rows -> rows.rowCount() == 1);
    }

    /**
     * Ends it now and for good; answers false when it had ended.
     *
     * @param goesOn whether another occurrence would follow the one that the row names
     */
    Future<Boolean> cancel(Tx tx, UUID id, boolean goesOn) {
        return tx.query(CANCEL, Tuple.of(id, goesOn)).map(rows -> rows.size() == 1);
    }

    /** The next occurrence takes the place of the one that is over. */
    Future<Void> advance(Tx tx, UUID id, Occurrence next) {
        return tx.query(ADVANCE, Tuple.of(id, Columns.utc(next.startsAt()), Columns.utc(next.endsAt())))
                .mapEmpty();
    }

    Future<Void> remember(Tx tx, UUID id, long version, String what, String by, String plan) {
        return tx.query(REMEMBER, Tuple.of(id, version, what, by, plan)).mapEmpty();
    }

    /** Who did what to it, newest first. */
    Future<List<Edit>> history(UUID id) {
        return database.query(HISTORY, Tuple.of(id)).map(rows -> {
            var all = new ArrayList<Edit>(rows.size());
            rows.forEach(row -> all.add(new Edit(
                    row.getLong("version"),
                    row.getString("what"),
                    row.getString("changed_by"),
                    Columns.instant(row, "changed_at"))));
            return all;
        });
    }

    /** Every service: whose alerts a window of all may have held back. */
    Future<List<UUID>> services(Tx tx) {
        return tx.query(SERVICES, Tuple.tuple()).map(rows -> {
            var ids = new ArrayList<UUID>(rows.size());
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    /** How many firing alerts each window holds back. */
    Future<Map<UUID, Long>> heldBack() {
        return database.query(HELD_BACK, Tuple.tuple()).map(rows -> {
            var held = new HashMap<UUID, Long>();
            rows.forEach(row -> held.put(row.getUUID("id"), row.getLong("alerts")));
            return held;
        });
    }

    private static Tuple arguments(UUID id, Plan plan, Occurrence occurrence) {
        var timetable = plan.timetable();
        return Tuple.tuple()
                .addUUID(id)
                .addString(plan.name())
                .addString(plan.description())
                .addArrayOfUUID(plan.services().toArray(UUID[]::new))
                .addString(KeptMatchers.text(plan.matchers()))
                .addString(timetable.zone())
                .addLocalDateTime(timetable.start())
                .addLocalDateTime(timetable.end())
                .addString(timetable.recurrence())
                .addOffsetDateTime(Columns.utc(occurrence.startsAt()))
                .addOffsetDateTime(Columns.utc(occurrence.endsAt()));
    }

    private Optional<MaintenanceWindow> first(RowSet<Row> rows) {
        return windows(rows).stream().findFirst();
    }

    private List<MaintenanceWindow> windows(RowSet<Row> rows) {
        var all = new ArrayList<MaintenanceWindow>(rows.size());
        for (var row : rows) {
            all.add(new MaintenanceWindow(
                    row.getUUID("id"),
                    new Plan(
                            row.getString("name"),
                            row.getString("description"),
                            List.of(row.getArrayOfUUIDs("services")),
                            kept.read(row.getString("matchers")),
                            new Timetable(
                                    row.getLocalDateTime("local_start"),
                                    row.getLocalDateTime("local_end"),
                                    row.getString("zone"),
                                    row.getString("recurrence"))),
                    new Occurrence(Columns.instant(row, "starts_at"), Columns.instant(row, "ends_at")),
                    Columns.optionalInstant(row, "cancelled_at"),
                    row.getString("created_by"),
                    row.getInteger("cycle"),
                    row.getLong("version"),
                    Columns.instant(row, "updated_at")));
        }
        return all;
    }

    /**
     * One change of a window.
     *
     * @param what created, changed or cancelled
     */
    public record Edit(long version, String what, String by, Instant at) {}
}
