package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schedules and overrides in the database. */
public final class ScheduleStore {
    private static final String COLUMNS = """
            select s.*, array(
                select p.person_id from rotation_participant p where p.schedule_id = s.id order by p.position
            ) as participants
            from schedule s
            """;
    static final String SCHEDULES = COLUMNS + "where s.id > $1 order by s.id limit $2";
    static final String SCHEDULE = COLUMNS + "where s.id = $1";
    static final String THESE = COLUMNS + "where s.id = any($1)";
    static final String OF_TEAMS = COLUMNS + "where s.team_id = any($1) order by s.id";
    static final String LOCK = "select version from schedule where id = $1 for update";
    static final String EXISTS = "select id from schedule where id = any($1)";
    static final String NAMES = "select id, name from schedule where id = any($1)";
    static final String INSERT = """
            insert into schedule (id, name, time_zone, unit, every, start_at, version)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    static final String UPDATE = """
            update schedule set name = $2, time_zone = $3, unit = $4, every = $5, start_at = $6, version = $7
            where id = $1""";
    static final String DELETE = "delete from schedule where id = $1";
    static final String CLEAR_PARTICIPANTS = "delete from rotation_participant where schedule_id = $1";
    static final String INSERT_PARTICIPANTS = """
            insert into rotation_participant (schedule_id, position, person_id)
            select $1, p.position, p.person from unnest($2::uuid[]) with ordinality as p (person, position)""";
    /** A year to both sides shows the whole of every shift between, since no override is longer. */
    static final String OVERRIDES_AROUND = """
            select * from schedule_override
            where schedule_id = any($1)
                and end_at > $2::timestamptz - interval '367 days' and start_at < $3::timestamptz + interval '367 days'
            order by created_at, id""";

    static final String OVERRIDES = """
            select * from schedule_override
            where ($1::uuid is null or schedule_id = $1) and id > $2
            order by id limit $3""";
    static final String INSERT_OVERRIDE = """
            insert into schedule_override (id, schedule_id, person_id, replaces, start_at, end_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    static final String DELETE_OVERRIDE = "delete from schedule_override where id = $1";

    private ScheduleStore() {}

    static Future<List<Schedule>> schedules(RowStore rows, UUID after, int limit) {
        return rows.query(SCHEDULES, Tuple.of(after, limit)).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    static Future<@Nullable Schedule> schedule(RowStore rows, UUID id) {
        return rows.query(SCHEDULE, Tuple.of(id)).map(found -> RowStore.one(found, ScheduleStore::schedule));
    }

    public static Future<List<Schedule>> these(RowStore rows, Collection<UUID> ids) {
        return rows.query(THESE, ids(ids)).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    static Future<List<Schedule>> ofTeams(RowStore rows, Collection<UUID> teams) {
        return rows.query(OF_TEAMS, ids(teams)).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    static Future<@Nullable Long> lock(RowStore rows, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).map(found -> RowStore.one(found, row -> row.getLong("version")));
    }

    public static Future<List<UUID>> known(RowStore rows, Collection<UUID> ids) {
        return rows.query(EXISTS, ids(ids)).map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    public static Future<Map<UUID, String>> names(RowStore rows, Collection<UUID> ids) {
        return rows.query(NAMES, ids(ids)).map(found -> {
            Map<UUID, String> names = new HashMap<>();
            found.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
            return names;
        });
    }

    static Future<Void> insert(RowStore rows, Schedule schedule) {
        return rows.query(INSERT, columns(schedule)).compose(done -> participants(rows, schedule));
    }

    static Future<Void> update(RowStore rows, Schedule schedule) {
        return rows.query(UPDATE, columns(schedule))
                .compose(done -> rows.query(CLEAR_PARTICIPANTS, Tuple.of(schedule.id())))
                .compose(done -> participants(rows, schedule));
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    /** The overrides that can matter to a question about the time between the two instants, by schedule. */
    public static Future<Map<UUID, List<ScheduleOverride>>> overrides(
            RowStore rows, Collection<UUID> schedules, Instant from, Instant to) {
        Tuple arguments = ids(schedules).addOffsetDateTime(RowStore.time(from)).addOffsetDateTime(RowStore.time(to));
        return rows.query(OVERRIDES_AROUND, arguments).map(found -> {
            Map<UUID, List<ScheduleOverride>> bySchedule = new HashMap<>();
            for (ScheduleOverride override : RowStore.all(found, ScheduleStore::override)) {
                bySchedule
                        .computeIfAbsent(override.schedule(), id -> new ArrayList<>())
                        .add(override);
            }
            return bySchedule;
        });
    }

    static Future<List<ScheduleOverride>> overridesOf(RowStore rows, @Nullable UUID schedule, UUID after, int limit) {
        return rows.query(
                        OVERRIDES,
                        Tuple.tuple().addUUID(schedule).addUUID(after).addInteger(limit))
                .map(found -> RowStore.all(found, ScheduleStore::override));
    }

    static Future<Void> insert(RowStore rows, ScheduleOverride override) {
        return rows.query(
                        INSERT_OVERRIDE,
                        Tuple.tuple()
                                .addUUID(override.id())
                                .addUUID(override.schedule())
                                .addUUID(override.user())
                                .addUUID(override.replaces())
                                .addOffsetDateTime(RowStore.time(override.start()))
                                .addOffsetDateTime(RowStore.time(override.end()))
                                .addOffsetDateTime(RowStore.time(override.createdAt())))
                .mapEmpty();
    }

    static Future<Boolean> deleteOverride(RowStore rows, UUID id) {
        return rows.query(DELETE_OVERRIDE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    private static Future<Void> participants(RowStore rows, Schedule schedule) {
        return rows.query(
                        INSERT_PARTICIPANTS,
                        Tuple.tuple()
                                .addUUID(schedule.id())
                                .addArrayOfUUID(
                                        schedule.rotation().participants().toArray(UUID[]::new)))
                .mapEmpty();
    }

    private static Tuple columns(Schedule schedule) {
        Rotation rotation = schedule.rotation();
        return Tuple.tuple()
                .addUUID(schedule.id())
                .addString(schedule.name())
                .addString(schedule.zone().getId())
                .addString(rotation.unit().name().toLowerCase(Locale.ROOT))
                .addInteger(rotation.every())
                .addLocalDateTime(rotation.start())
                .addLong(schedule.version());
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static Schedule schedule(Row row) {
        Rotation rotation = new Rotation(
                RotationUnit.valueOf(row.getString("unit").toUpperCase(Locale.ROOT)),
                row.getInteger("every"),
                row.getLocalDateTime("start_at"),
                List.of(row.getArrayOfUUIDs("participants")));
        return new Schedule(
                row.getUUID("id"),
                row.getString("name"),
                row.getUUID("team_id"),
                ZoneId.of(row.getString("time_zone")),
                rotation,
                row.getLong("version"));
    }

    private static ScheduleOverride override(Row row) {
        return new ScheduleOverride(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                row.getUUID("person_id"),
                RowStore.instant(row, "start_at"),
                RowStore.instant(row, "end_at"),
                row.getUUID("replaces"),
                RowStore.instant(row, "created_at"));
    }
}
