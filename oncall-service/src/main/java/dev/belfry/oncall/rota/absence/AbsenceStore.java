package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Absences and holidays in the database. */
final class AbsenceStore {
    static final String LIST = """
            select * from absence
            where ($1::uuid is null or person_id = $1) and end_at > $2 and id > $3 order by id limit $4""";
    static final String LOCK = "select * from absence where id = $1 for update";
    static final String AROUND = """
            select * from absence where person_id = any($1) and end_at > $2 and start_at < $3
            order by person_id, start_at""";
    static final String INSERT = """
            insert into absence (id, person_id, calendar_id, start_at, end_at, reason)
            select id, $2, $3, start_at, end_at, reason
            from unnest($1::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[])
                as a (id, start_at, end_at, reason)
            on conflict (id) do nothing""";
    static final String CLEAR = "delete from absence where calendar_id = $1 and end_at > $2";
    static final String DELETE = "delete from absence where id = $1";
    static final String ZONE = "select time_zone from person where id = $1";
    static final String MAILS = "select lower(email) as mail from person where id = $1";

    static final String HOLIDAYS = """
            select distinct h.day from holiday h join outside_calendar c on c.id = h.calendar_id
            where h.day >= $2 and h.day < $3 and (c.team_id is null or c.team_id = $1)""";
    static final String CLEAR_HOLIDAYS = "delete from holiday where calendar_id = $1 and day >= $2";
    static final String INSERT_HOLIDAYS = """
            insert into holiday (calendar_id, day, name) select $1, day, name
            from unnest($2::date[], $3::text[]) as h (day, name) on conflict (calendar_id, day) do nothing""";

    /** Schedules that name somebody who is away, and those for which cover was asked because of it. */
    static final String CONCERNED = """
            select id from (
                select p.schedule_id as id
                from (
                    select schedule_id, person_id from schedule_person
                    union select schedule_id, person_id from schedule_override
                        where person_id is not null and end_at > $1
                    union select t.schedule_id, s.person_id
                        from temporary_schedule t join temporary_shift s on s.temporary_id = t.id where t.end_at > $1) p
                join absence a on a.person_id = p.person_id and a.end_at > $1 and a.start_at < $2
                where $3::uuid is null or p.person_id = $3
                union
                select schedule_id from cover_request
                where status = 'open' and asked_by = 'service' and ($3::uuid is null or person_id = $3)) s
            where id > $4 order by id limit $5""";

    private AbsenceStore() {}

    /** @param user whose; null for everybody's */
    static Future<List<Absence>> list(RowStore rows, @Nullable UUID user, Instant from, UUID after, int limit) {
        return rows.query(
                        LIST,
                        Tuple.tuple()
                                .addUUID(user)
                                .addOffsetDateTime(Columns.optionalUtc(from))
                                .addUUID(after)
                                .addInteger(limit))
                .map(found -> RowStore.all(found, AbsenceStore::absence));
    }

    static Future<@Nullable Absence> lock(RowStore rows, UUID id) {
        return rows.query(LOCK, Tuple.of(id)).map(found -> RowStore.one(found, AbsenceStore::absence));
    }

    /** Those of these people that lie anywhere between the two instants, in order. */
    static Future<List<Absence>> around(RowStore rows, Collection<UUID> people, Instant from, Instant until) {
        return rows.query(
                        AROUND,
                        Tuple.tuple()
                                .addArrayOfUUID(people.toArray(UUID[]::new))
                                .addOffsetDateTime(Columns.optionalUtc(from))
                                .addOffsetDateTime(Columns.optionalUtc(until)))
                .map(found -> RowStore.all(found, AbsenceStore::absence));
    }

    /** @param absences of one person, from one place */
    static Future<Void> insert(RowStore rows, List<Absence> absences) {
        if (absences.isEmpty()) {
            return Future.succeededFuture();
        }
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addArrayOfUUID(
                                        absences.stream().map(Absence::id).toArray(UUID[]::new))
                                .addUUID(absences.getFirst().user())
                                .addUUID(absences.getFirst().calendar())
                                .addArrayOfOffsetDateTime(times(absences, Absence::start))
                                .addArrayOfOffsetDateTime(times(absences, Absence::end))
                                .addArrayOfString(
                                        absences.stream().map(Absence::reason).toArray(String[]::new)))
                .mapEmpty();
    }

    private static OffsetDateTime[] times(List<Absence> absences, Function<Absence, Instant> edge) {
        return absences.stream().map(edge.andThen(Columns::optionalUtc)).toArray(OffsetDateTime[]::new);
    }

    /** Takes away what this calendar says about the time from then on. */
    static Future<Void> clear(RowStore rows, UUID calendar, Instant from) {
        return rows.query(CLEAR, Tuple.of(calendar, Columns.optionalUtc(from))).mapEmpty();
    }

    static Future<Void> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).mapEmpty();
    }

    /** Null when there is no such person. */
    static Future<Set<String>> mails(RowStore rows, UUID person) {
        return rows.query(MAILS, Tuple.of(person))
                .map(found -> Set.copyOf(RowStore.all(found, row -> row.getString("mail"))));
    }

    static Future<@Nullable String> zone(RowStore rows, @Nullable UUID person) {
        return rows.query(ZONE, Tuple.tuple().addUUID(person))
                .map(found -> RowStore.one(found, row -> row.getString("time_zone")));
    }

    static Future<Set<LocalDate>> holidays(RowStore rows, @Nullable UUID team, LocalDate from, LocalDate until) {
        return rows.query(
                        HOLIDAYS, Tuple.tuple().addUUID(team).addLocalDate(from).addLocalDate(until))
                .map(found -> new HashSet<>(RowStore.all(found, row -> row.getLocalDate("day"))));
    }

    /** Takes these days in the place of what the calendar said about the time from then on. */
    static Future<Void> holidays(RowStore rows, UUID calendar, LocalDate from, Map<LocalDate, String> days) {
        return rows.query(CLEAR_HOLIDAYS, Tuple.of(calendar, from))
                .compose(done -> rows.query(
                        INSERT_HOLIDAYS,
                        Tuple.tuple()
                                .addUUID(calendar)
                                .addArrayOfLocalDate(days.keySet().toArray(LocalDate[]::new))
                                .addArrayOfString(days.values().toArray(String[]::new))))
                .mapEmpty();
    }

    /** @param person whose absences changed; null for everybody's */
    static Future<List<UUID>> concerned(
            RowStore rows, @Nullable UUID person, Instant from, Instant until, UUID after, int limit) {
        return rows.query(
                        CONCERNED,
                        Tuple.tuple()
                                .addOffsetDateTime(Columns.optionalUtc(from))
                                .addOffsetDateTime(Columns.optionalUtc(until))
                                .addUUID(person)
                                .addUUID(after)
                                .addInteger(limit))
                .map(found -> RowStore.all(found, row -> row.getUUID("id")));
    }

    private static Absence absence(Row row) {
        return new Absence(
                row.getUUID("id"),
                row.getUUID("person_id"),
                row.getUUID("calendar_id"),
                Columns.instant(row, "start_at"),
                Columns.instant(row, "end_at"),
                row.getString("reason"));
    }
}
