package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.Inactivity;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Schedules and their versions in the database. */
public final class ScheduleStore {
    /** Each with the version that counts at $1. */
    private static final String NOW = """
            select s.id, s.name, s.team_id, s.version, v.document
            from schedule s cross join lateral (
                select document from schedule_version
                where schedule_id = s.id and effective_from <= $1
                order by effective_from desc, version desc limit 1) v
            """;

    static final String SCHEDULES =
            NOW + "where s.id > $2 and ($3::uuid is null or s.team_id = $3) order by s.id limit $4";
    /** By name, of which no two schedules have the same; $3 is a part of it. */
    static final String NAMED = NOW + """
            where lower(s.name) > $2 and position($3 in lower(s.name)) > 0 and ($4::uuid is null or s.team_id = $4)
            order by lower(s.name) limit $5""";

    static final String SCHEDULE = NOW + "where s.id = $2";
    static final String THESE = NOW + "where s.id = any($2)";
    static final String LOCK = "select id from schedule where id = $1 for update";
    static final String OF_TEAMS = "select id from schedule where team_id = any($1) order by id";
    static final String COUNT = "select count(*) as schedules from schedule";
    static final String NAMING = """
            select schedule_id from schedule_person where person_id = $1
            union select schedule_id from schedule_version where effective_from > $2
            union select schedule_id from schedule_override where person_id = $1 and end_at > $2
            union select t.schedule_id from temporary_schedule t join temporary_shift s on s.temporary_id = t.id
                where s.person_id = $1 and t.end_at > $2
            order by schedule_id""";
    static final String EXISTS = "select id from schedule where id = any($1)";
    static final String NAMES = "select id, name from schedule where id = any($1)";
    static final String OWNER = "select id, team_id from schedule where id = $1 for update";
    static final String TEAM = "select id from team where id = $1";
    static final String INSERT = "insert into schedule (id, name, team_id, version) values ($1, $2, $3, $4)";
    static final String UPDATE = "update schedule set name = $2, team_id = $3, version = $4 where id = $1";
    static final String DELETE = "delete from schedule where id = $1";
    static final String INSERT_VERSION = """
            insert into schedule_version (schedule_id, version, effective_from, document) values ($1, $2, $3, $4)""";
    static final String VERSION = """
            select s.id, s.name, s.team_id, v.version, v.document, v.effective_from
            from schedule_version v join schedule s on s.id = v.schedule_id
            where v.schedule_id = $1 and v.version = $2""";
    static final String PLANNED = """
            select min(effective_from) as first from schedule_version where schedule_id = $1 and effective_from > $2""";
    static final String DROP_PLANNED = "delete from schedule_version where schedule_id = $1 and effective_from > $2";
    static final String CLEAR_PEOPLE = "delete from schedule_person where schedule_id = $1";
    static final String INSERT_PEOPLE = """
            insert into schedule_person (schedule_id, person_id) select $1, unnest($2::uuid[]) on conflict do nothing""";
    /** The versions that count at some time between the two instants. */
    static final String VERSIONS = """
            select v.schedule_id as id, s.name, s.team_id, v.version, v.effective_from, v.document
            from schedule_version v join schedule s on s.id = v.schedule_id
            where v.schedule_id = any($1) and v.effective_from <= $3
                and v.effective_from >= (
                    select coalesce(max(b.effective_from), '-infinity') from schedule_version b
                    where b.schedule_id = v.schedule_id and b.effective_from <= $2)
            order by v.effective_from, v.version""";
    /** Those of the version that counts at $1 and of later ones. */
    static final String ZONES = """
            select distinct v.schedule_id as id, used.zone #>> '{}' as zone
            from schedule_version v cross join lateral (
                select v.document -> 'timeZone'
                union all select jsonb_path_query(v.document, '$.groups[*].layers[*].timeZone')) as used (zone)
            where v.effective_from >= (
                select coalesce(max(b.effective_from), '-infinity') from schedule_version b
                where b.schedule_id = v.schedule_id and b.effective_from <= $1)""";

    private ScheduleStore() {}

    static Future<List<Schedule>> schedules(RowStore rows, Instant now, UUID after, @Nullable UUID team, int limit) {
        Tuple arguments = Tuple.tuple()
                .addOffsetDateTime(Columns.optionalUtc(now))
                .addUUID(after)
                .addUUID(team)
                .addInteger(limit);
        return rows.query(SCHEDULES, arguments).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    /** Those whose name has this part, in the order of their names. */
    static Future<List<Schedule>> named(
            RowStore rows, Instant now, String after, String part, @Nullable UUID team, int limit) {
        Tuple arguments = Tuple.tuple()
                .addOffsetDateTime(Columns.optionalUtc(now))
                .addString(after.toLowerCase(Locale.ROOT))
                .addString(part.toLowerCase(Locale.ROOT))
                .addUUID(team)
                .addInteger(limit);
        return rows.query(NAMED, arguments).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    /** One version, whether or not it counts now; null when there is none. */
    static Future<@Nullable ScheduleVersion> version(RowStore rows, UUID id, long version) {
        return rows.query(VERSION, Tuple.of(id, version))
                .map(found -> RowStore.one(
                        found, row -> new ScheduleVersion(Columns.instant(row, "effective_from"), schedule(row))));
    }

    static Future<@Nullable Schedule> schedule(RowStore rows, Instant now, UUID id) {
        return rows.query(SCHEDULE, Tuple.of(Columns.optionalUtc(now), id))
                .map(found -> RowStore.one(found, ScheduleStore::schedule));
    }

    /** The schedule once nobody else changes it, as it is then: what was saved while this waited is not still to come. */
    static Future<Locked> lock(RowStore rows, InstantSource clock, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).compose(locked -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            return schedule(rows, now, id).map(found -> new Locked(now, found));
        });
    }

    /**
     * A schedule that nobody else can change.
     *
     * @param now the time at which it is as it is
     * @param schedule null when there is none
     */
    record Locked(Instant now, @Nullable Schedule schedule) {}

    static Future<List<Schedule>> these(RowStore rows, Instant now, Collection<UUID> ids) {
        Tuple arguments =
                Tuple.tuple().addOffsetDateTime(Columns.optionalUtc(now)).addArrayOfUUID(ids.toArray(UUID[]::new));
        return rows.query(THESE, arguments).map(found -> RowStore.all(found, ScheduleStore::schedule));
    }

    static Future<List<UUID>> ofTeams(RowStore rows, Collection<UUID> teams) {
        return rows.query(OF_TEAMS, ids(teams)).map(found -> RowStore.all(found, row -> row.getUUID("id")));
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

    static Future<OnCallQueries.@Nullable Owner> owner(RowStore rows, UUID id) {
        return rows.query(OWNER, Tuple.of(id))
                .map(found ->
                        RowStore.one(found, row -> new OnCallQueries.Owner(row.getUUID("id"), row.getUUID("team_id"))));
    }

    static Future<Boolean> teamExists(RowStore rows, UUID id) {
        return rows.query(TEAM, Tuple.of(id)).map(found -> found.size() > 0);
    }

    static Future<Void> insert(RowStore rows, Schedule schedule, Collection<UUID> people) {
        Tuple arguments = Tuple.of(schedule.id(), schedule.name(), schedule.team(), schedule.version());
        return rows.query(INSERT, arguments).compose(done -> version(rows, schedule, Instant.EPOCH, people));
    }

    /** @param clear whether nothing but this version names people from now on */
    static Future<Void> update(
            RowStore rows, Schedule schedule, Instant effectiveFrom, Collection<UUID> people, boolean clear) {
        Tuple arguments = Tuple.of(schedule.id(), schedule.name(), schedule.team(), schedule.version());
        Future<?> cleared = clear ? rows.query(CLEAR_PEOPLE, Tuple.of(schedule.id())) : Future.succeededFuture();
        return cleared.compose(done -> rows.query(UPDATE, arguments))
                .compose(done -> version(rows, schedule, effectiveFrom, people));
    }

    private static Future<Void> version(
            RowStore rows, Schedule schedule, Instant effectiveFrom, Collection<UUID> people) {
        Tuple arguments = Tuple.tuple()
                .addUUID(schedule.id())
                .addLong(schedule.version())
                .addOffsetDateTime(Columns.optionalUtc(effectiveFrom))
                .addValue(new JsonObject(Json.text(ScheduleDocument.of(schedule))));
        Tuple named = Tuple.tuple().addUUID(schedule.id()).addArrayOfUUID(people.toArray(UUID[]::new));
        return rows.query(INSERT_VERSION, arguments)
                .compose(done -> rows.query(INSERT_PEOPLE, named))
                .mapEmpty();
    }

    /** When the next version that is planned begins to count; null when none is. */
    static Future<@Nullable Instant> planned(RowStore rows, UUID id, Instant now) {
        return rows.query(PLANNED, Tuple.of(id, Columns.optionalUtc(now)))
                .map(found -> RowStore.one(found, row -> Columns.optionalInstant(row, "first")));
    }

    static Future<Void> dropPlanned(RowStore rows, UUID id, Instant now) {
        return rows.query(DROP_PLANNED, Tuple.of(id, Columns.optionalUtc(now))).mapEmpty();
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    /** A schedule's name and team as they are, and what answers who is on call in it. */
    record Course(Schedule last, Resolver resolver) {}

    /** All that decides who is on call on one schedule in the time that was asked for; the versions are in order. */
    record Facts(
            List<ScheduleVersion> versions,
            List<ScheduleOverride> overrides,
            List<TemporarySchedule> temporaries,
            List<Inactivity> inactivity) {
        Resolver resolver() {
            return Resolver.of(versions, overrides, temporaries, inactivity);
        }

        Facts in(UnaryOperator<ZoneId> zones) {
            return new Facts(
                    versions.stream()
                            .map(version -> new ScheduleVersion(
                                    version.from(), version.schedule().in(zones)))
                            .toList(),
                    overrides,
                    temporaries,
                    inactivity);
        }

        /** As it would be if this version counted from then on, and none that was planned. */
        Facts with(ScheduleVersion draft, List<Inactivity> more) {
            List<ScheduleVersion> course = new ArrayList<>(versions);
            course.removeIf(version -> !version.from().isBefore(draft.from()));
            course.add(draft);
            List<Inactivity> all = new ArrayList<>(inactivity);
            all.addAll(more);
            return new Facts(course, overrides, temporaries, all);
        }

        Facts with(ScheduleOverride one) {
            List<ScheduleOverride> more = new ArrayList<>(overrides);
            more.add(one);
            return new Facts(versions, more, temporaries, inactivity);
        }
    }

    /**
     * Everything that matters to a question about the time between the two instants, by schedule; to know the whole of
     * the first and the last shift ask for {@link Resolver#HORIZON} around them.
     */
    static Future<Map<UUID, Course>> courses(
            RowStore rows, Collection<UUID> ids, Instant from, Instant to, Duration around) {
        return courses(rows, ids, from, to, around, null);
    }

    /** @param asIfActive who counts as active although they are not; null for nobody */
    static Future<Map<UUID, Course>> courses(
            RowStore rows, Collection<UUID> ids, Instant from, Instant to, Duration around, @Nullable UUID asIfActive) {
        return facts(rows, ids, from, to, around, asIfActive).map(all -> {
            Map<UUID, Course> courses = new HashMap<>();
            all.forEach((id, facts) ->
                    courses.put(id, new Course(facts.versions.getLast().schedule(), facts.resolver())));
            return courses;
        });
    }

    static Future<Map<UUID, Facts>> facts(
            RowStore rows, Collection<UUID> ids, Instant from, Instant to, Duration around) {
        return facts(rows, ids, from, to, around, null);
    }

    private static Future<Map<UUID, Facts>> facts(
            RowStore rows, Collection<UUID> ids, Instant from, Instant to, Duration around, @Nullable UUID asIfActive) {
        Instant first = from.minus(around);
        Instant last = to.plus(around);
        return versions(rows, ids, first, last)
                .compose(versions -> OverrideStore.around(rows, ids, first, last)
                        .compose(overrides -> OverrideStore.temporariesAround(rows, ids, first, last)
                                .compose(temporaries -> {
                                    Set<UUID> named = named(versions, overrides, temporaries);
                                    named.remove(asIfActive);
                                    return PeopleStore.inactivity(rows, named, first, last)
                                            .map(inactivity -> facts(versions, overrides, temporaries, inactivity));
                                })));
    }

    private static Map<UUID, Facts> facts(
            Map<UUID, List<ScheduleVersion>> versions,
            Map<UUID, List<ScheduleOverride>> overrides,
            Map<UUID, List<TemporarySchedule>> temporaries,
            List<Inactivity> inactivity) {
        Map<UUID, Facts> facts = new HashMap<>();
        versions.forEach((id, own) -> facts.put(
                id,
                new Facts(
                        own,
                        overrides.getOrDefault(id, List.of()),
                        temporaries.getOrDefault(id, List.of()),
                        inactivity)));
        return facts;
    }

    private static Set<UUID> named(
            Map<UUID, List<ScheduleVersion>> versions,
            Map<UUID, List<ScheduleOverride>> overrides,
            Map<UUID, List<TemporarySchedule>> temporaries) {
        Set<UUID> named = new HashSet<>();
        versions.values()
                .forEach(own ->
                        own.forEach(version -> named.addAll(version.schedule().people())));
        overrides
                .values()
                .forEach(own -> own.forEach(override -> {
                    if (override.user() != null) {
                        named.add(override.user());
                    }
                }));
        temporaries
                .values()
                .forEach(own -> own.forEach(temporary -> temporary.shifts().forEach(shift -> named.add(shift.user()))));
        return named;
    }

    static Future<Long> count(RowStore rows) {
        return rows.query(COUNT, Tuple.tuple())
                .map(found -> found.iterator().next().getLong("schedules"));
    }

    static Future<Map<UUID, Set<ZoneId>>> zones(RowStore rows, Instant now) {
        return rows.query(ZONES, Tuple.of(Columns.optionalUtc(now))).map(found -> {
            Map<UUID, Set<ZoneId>> zones = new HashMap<>();
            found.forEach(row -> zones.computeIfAbsent(row.getUUID("id"), id -> new HashSet<>())
                    .add(ZoneId.of(row.getString("zone"))));
            return zones;
        });
    }

    /** The schedules that may put this person on call from then on: those that name them, and those that have changed since. */
    static Future<List<UUID>> naming(RowStore rows, UUID person, Instant from) {
        return rows.query(NAMING, Tuple.of(person, Columns.optionalUtc(from)))
                .map(found -> RowStore.all(found, row -> row.getUUID("schedule_id")));
    }

    /** The versions that count at some time between the two instants, in order, by schedule. */
    static Future<Map<UUID, List<ScheduleVersion>>> versions(
            RowStore rows, Collection<UUID> ids, Instant from, Instant to) {
        Tuple arguments =
                ids(ids).addOffsetDateTime(Columns.optionalUtc(from)).addOffsetDateTime(Columns.optionalUtc(to));
        return rows.query(VERSIONS, arguments).map(found -> {
            Map<UUID, List<ScheduleVersion>> versions = new HashMap<>();
            for (Row row : found) {
                versions.computeIfAbsent(row.getUUID("id"), id -> new ArrayList<>())
                        .add(new ScheduleVersion(Columns.instant(row, "effective_from"), schedule(row)));
            }
            return versions;
        });
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static Schedule schedule(Row row) {
        return Json.read(row.getJsonObject("document").encode(), ScheduleDocument.class)
                .schedule(row.getUUID("id"), row.getString("name"), row.getUUID("team_id"), row.getLong("version"));
    }
}
