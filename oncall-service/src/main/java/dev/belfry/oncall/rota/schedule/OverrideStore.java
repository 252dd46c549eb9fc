package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Overrides and temporary schedules in the database. */
public final class OverrideStore {
    static final String AROUND = """
            select * from schedule_override
            where schedule_id = any($1) and end_at > $2 and start_at <= $3
            order by created_at, id""";
    static final String OVERRIDES = """
            select * from schedule_override
            where ($1::uuid is null or schedule_id = $1) and id > $2
            order by id limit $3""";
    static final String OVERRIDE = "select * from schedule_override where id = $1";
    static final String INSERT = """
            insert into schedule_override (id, schedule_id, kind, group_id, layer_id, turn_at, person_id, replaces,
                start_at, end_at, swap_id, created_at, created_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""";
    static final String END = "update schedule_override set end_at = $2 where id = $1";
    static final String DELETE = "delete from schedule_override where id = $1";

    private static final String TEMPORARY = """
            select t.*, (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'user', s.person_id, 'start', s.start_at, 'end', s.end_at) order by s.position), '[]')
                from temporary_shift s where s.temporary_id = t.id) as shifts
            from temporary_schedule t
            """;
    static final String TEMPORARIES_AROUND = TEMPORARY
            + "where t.schedule_id = any($1) and t.end_at > $2 and t.start_at <= $3 order by t.created_at, t.id";
    static final String TEMPORARIES =
            TEMPORARY + "where ($1::uuid is null or t.schedule_id = $1) and t.id > $2 order by t.id limit $3";
    static final String TEMPORARY_ONE = TEMPORARY + "where t.id = $1";
    static final String OVERLAPPING = """
            select id from temporary_schedule where schedule_id = $1 and end_at > $2 and start_at < $3 limit 1""";
    static final String INSERT_TEMPORARY = """
            insert into temporary_schedule (id, schedule_id, start_at, end_at, fills, created_at, created_by)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    static final String INSERT_SHIFTS = """
            insert into temporary_shift (temporary_id, position, person_id, start_at, end_at)
            select $1, s.position, s.person, s.start_at, s.end_at
            from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[])
                with ordinality as s (person, start_at, end_at, position)""";
    static final String END_TEMPORARY = "update temporary_schedule set end_at = $2 where id = $1";
    static final String DROP_SHIFTS = "delete from temporary_shift where temporary_id = $1 and start_at >= $2";
    static final String END_SHIFTS = """
            update temporary_shift set end_at = $2 where temporary_id = $1 and end_at > $2""";
    static final String DELETE_TEMPORARY = "delete from temporary_schedule where id = $1";

    private OverrideStore() {}

    /** The overrides that lie anywhere between the two instants, by schedule. */
    static Future<Map<UUID, List<ScheduleOverride>>> around(
            RowStore rows, Collection<UUID> schedules, Instant from, Instant to) {
        return rows.query(AROUND, span(schedules, from, to))
                .map(found -> by(RowStore.all(found, OverrideStore::override), ScheduleOverride::schedule));
    }

    static Future<Map<UUID, List<TemporarySchedule>>> temporariesAround(
            RowStore rows, Collection<UUID> schedules, Instant from, Instant to) {
        return rows.query(TEMPORARIES_AROUND, span(schedules, from, to))
                .map(found -> by(RowStore.all(found, OverrideStore::temporary), TemporarySchedule::schedule));
    }

    private static Tuple span(Collection<UUID> schedules, Instant from, Instant to) {
        return Tuple.tuple()
                .addArrayOfUUID(schedules.toArray(UUID[]::new))
                .addOffsetDateTime(Columns.optionalUtc(from))
                .addOffsetDateTime(Columns.optionalUtc(to));
    }

    private static <T> Map<UUID, List<T>> by(List<T> all, Function<T, UUID> schedule) {
        Map<UUID, List<T>> bySchedule = new HashMap<>();
        all.forEach(one -> bySchedule
                .computeIfAbsent(schedule.apply(one), id -> new ArrayList<>())
                .add(one));
        return bySchedule;
    }

    static Future<List<ScheduleOverride>> overrides(RowStore rows, @Nullable UUID schedule, UUID after, int limit) {
        return rows.query(OVERRIDES, page(schedule, after, limit))
                .map(found -> RowStore.all(found, OverrideStore::override));
    }

    static Future<List<TemporarySchedule>> temporaries(RowStore rows, @Nullable UUID schedule, UUID after, int limit) {
        return rows.query(TEMPORARIES, page(schedule, after, limit))
                .map(found -> RowStore.all(found, OverrideStore::temporary));
    }

    private static Tuple page(@Nullable UUID schedule, UUID after, int limit) {
        return Tuple.tuple().addUUID(schedule).addUUID(after).addInteger(limit);
    }

    static Future<@Nullable ScheduleOverride> override(RowStore rows, UUID id) {
        return rows.query(OVERRIDE, Tuple.of(id)).map(found -> RowStore.one(found, OverrideStore::override));
    }

    static Future<@Nullable TemporarySchedule> temporary(RowStore rows, UUID id) {
        return rows.query(TEMPORARY_ONE, Tuple.of(id)).map(found -> RowStore.one(found, OverrideStore::temporary));
    }

    public static Future<Void> insert(RowStore rows, ScheduleOverride override) {
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(override.id())
                                .addUUID(override.schedule())
                                .addString(override.kind().name().toLowerCase(Locale.ROOT))
                                .addUUID(override.group())
                                .addUUID(override.layer())
                                .addOffsetDateTime(Columns.optionalUtc(override.turn()))
                                .addUUID(override.user())
                                .addUUID(override.replaces())
                                .addOffsetDateTime(Columns.optionalUtc(override.start()))
                                .addOffsetDateTime(Columns.optionalUtc(override.end()))
                                .addUUID(override.swap())
                                .addOffsetDateTime(Columns.optionalUtc(override.createdAt()))
                                .addString(override.createdBy()))
                .mapEmpty();
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    static Future<Void> end(RowStore rows, UUID id, Instant end) {
        return rows.query(END, Tuple.of(id, Columns.optionalUtc(end))).mapEmpty();
    }

    /** A temporary schedule of the same schedule that shares some time with these. */
    static Future<@Nullable UUID> overlapping(RowStore rows, UUID schedule, Instant start, Instant end) {
        return rows.query(OVERLAPPING, Tuple.of(schedule, Columns.optionalUtc(start), Columns.optionalUtc(end)))
                .map(found -> RowStore.one(found, row -> row.getUUID("id")));
    }

    static Future<Void> insert(RowStore rows, TemporarySchedule temporary, String by) {
        Tuple shifts = Tuple.tuple()
                .addUUID(temporary.id())
                .addArrayOfUUID(temporary.shifts().stream()
                        .map(TemporarySchedule.Stint::user)
                        .toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(times(temporary, TemporarySchedule.Stint::start))
                .addArrayOfOffsetDateTime(times(temporary, TemporarySchedule.Stint::end));
        return rows.query(
                        INSERT_TEMPORARY,
                        Tuple.tuple()
                                .addUUID(temporary.id())
                                .addUUID(temporary.schedule())
                                .addOffsetDateTime(Columns.optionalUtc(temporary.start()))
                                .addOffsetDateTime(Columns.optionalUtc(temporary.end()))
                                .addBoolean(temporary.fills())
                                .addOffsetDateTime(Columns.optionalUtc(temporary.createdAt()))
                                .addString(by))
                .compose(done -> rows.query(INSERT_SHIFTS, shifts))
                .mapEmpty();
    }

    private static OffsetDateTime[] times(
            TemporarySchedule temporary, Function<TemporarySchedule.Stint, Instant> edge) {
        return temporary.shifts().stream()
                .map(edge.andThen(Columns::optionalUtc))
                .toArray(OffsetDateTime[]::new);
    }

    static Future<Boolean> deleteTemporary(RowStore rows, UUID id) {
        return rows.query(DELETE_TEMPORARY, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    static Future<Void> endTemporary(RowStore rows, UUID id, Instant end) {
        Tuple arguments = Tuple.of(id, Columns.optionalUtc(end));
        return rows.query(END_TEMPORARY, arguments)
                .compose(done -> rows.query(DROP_SHIFTS, arguments))
                .compose(done -> rows.query(END_SHIFTS, arguments))
                .mapEmpty();
    }

    private static ScheduleOverride override(Row row) {
        return new ScheduleOverride(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                OverrideKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getUUID("group_id"),
                row.getUUID("layer_id"),
                Columns.optionalInstant(row, "turn_at"),
                row.getUUID("person_id"),
                row.getUUID("replaces"),
                Columns.instant(row, "start_at"),
                Columns.instant(row, "end_at"),
                row.getUUID("swap_id"),
                Columns.instant(row, "created_at"),
                row.getString("created_by"));
    }

    private static TemporarySchedule temporary(Row row) {
        return new TemporarySchedule(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                Columns.instant(row, "start_at"),
                Columns.instant(row, "end_at"),
                row.getBoolean("fills"),
                List.of(Json.read(row.getJsonArray("shifts").encode(), TemporarySchedule.Stint[].class)),
                Columns.instant(row, "created_at"));
    }
}
