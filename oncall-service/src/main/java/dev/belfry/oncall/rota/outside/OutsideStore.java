package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Followed calendars in the database. */
public final class OutsideStore {
    /** Without the text, which may be large. */
    private static final String COLUMNS = """
            id, kind, name, person_id, team_id, schedule_id, url, etag, modified, read_at, read_until, events, error,
            created_at, version""";

    static final String INSERT = """
            insert into outside_calendar (id, kind, name, person_id, team_id, schedule_id, url, text, due_at, created_at,
                version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1)""";
    static final String LIST = "select " + COLUMNS + " from outside_calendar"
            + " where kind = $1 and ($2::uuid is null or person_id = $2) and id > $3 order by id limit $4";
    static final String ONE = "select " + COLUMNS + " from outside_calendar where id = $1 and kind = $2";
    static final String LOCK = ONE + " for update";
    static final String COUNT = """
            select count(*) as calendars from outside_calendar where kind = $1 and person_id is not distinct from $2""";
    /** Another address or another text makes all that was known of the old one void. */
    static final String UPDATE = """
            update outside_calendar set name = $2, version = version + 1, team_id = case when kind = 'holiday' then $3::uuid else team_id end,
                url = case when $4::text is null and $5::text is null then url else $4 end,
                text = coalesce($5, text),
                etag = case when $4::text is null and $5::text is null then etag end,
                modified = case when $4::text is null and $5::text is null then modified end,
                read_until = case when $4::text is null and $5::text is null then read_until end
            where id = $1 returning\s""" + COLUMNS;

    static final String DELETE = "delete from outside_calendar where id = $1";
    static final String TEXT = "select text from outside_calendar where id = $1";
    /** Each goes to one replica: the others pass over a row that is locked, and find it not due afterwards. */
    static final String CLAIM = """
            update outside_calendar set due_at = $2
            where id in (
                select id from outside_calendar where due_at <= $1 order by due_at limit $3 for update skip locked)
            returning\s""" + COLUMNS;

    static final String READ = """
            update outside_calendar
            set text = coalesce($3, text), etag = $4, modified = $5, read_at = $6, read_until = $7, events = $8, error = null
            where id = $1 and version = $2""";
    static final String UNCHANGED =
            "update outside_calendar set read_at = $3, error = null where id = $1 and version = $2";
    static final String FAILED = "update outside_calendar set error = $3 where id = $1 and version = $2";

    private OutsideStore() {}

    public static Future<Void> insert(RowStore rows, OutsideCalendar calendar, @Nullable String text) {
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(calendar.id())
                                .addString(calendar.kind().word())
                                .addString(calendar.name())
                                .addUUID(calendar.user())
                                .addUUID(calendar.team())
                                .addUUID(calendar.schedule())
                                .addString(calendar.url())
                                .addString(text)
                                .addOffsetDateTime(Columns.optionalUtc(calendar.createdAt())))
                .mapEmpty();
    }

    /** @param user whose; null for everybody's */
    static Future<List<OutsideCalendar>> list(
            RowStore rows, OutsideKind kind, @Nullable UUID user, UUID after, int limit) {
        return rows.query(
                        LIST,
                        Tuple.tuple()
                                .addString(kind.word())
                                .addUUID(user)
                                .addUUID(after)
                                .addInteger(limit))
                .map(found -> RowStore.all(found, OutsideStore::calendar));
    }

    static Future<@Nullable OutsideCalendar> one(RowStore rows, OutsideKind kind, UUID id, boolean lock) {
        return rows.query(lock ? LOCK : ONE, Tuple.of(id, kind.word()))
                .map(found -> RowStore.one(found, OutsideStore::calendar));
    }

    static Future<Long> count(RowStore rows, OutsideKind kind, @Nullable UUID user) {
        return rows.query(COUNT, Tuple.tuple().addString(kind.word()).addUUID(user))
                .map(found -> found.iterator().next().getLong("calendars"));
    }

    static Future<@Nullable OutsideCalendar> update(RowStore rows, UUID id, OutsideDraft draft) {
        return rows.query(
                        UPDATE,
                        Tuple.tuple()
                                .addUUID(id)
                                .addString(draft.name().strip())
                                .addUUID(draft.team())
                                .addString(draft.url())
                                .addString(draft.ics()))
                .map(found -> RowStore.one(found, OutsideStore::calendar));
    }

    static Future<Void> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).mapEmpty();
    }

    static Future<@Nullable String> text(RowStore rows, UUID id) {
        return rows.query(TEXT, Tuple.of(id)).map(found -> RowStore.one(found, row -> row.getString("text")));
    }

    static Future<List<OutsideCalendar>> claim(RowStore rows, Instant now, Instant next, int limit) {
        return rows.query(CLAIM, Tuple.of(Columns.optionalUtc(now), Columns.optionalUtc(next), limit))
                .map(found -> RowStore.all(found, OutsideStore::calendar));
    }

    /** @param text null when it is as it was */
    static Future<Void> read(RowStore rows, OutsideCalendar calendar, @Nullable String text) {
        return rows.query(
                        READ,
                        Tuple.tuple()
                                .addUUID(calendar.id())
                                .addLong(calendar.version())
                                .addString(text)
                                .addString(calendar.etag())
                                .addString(calendar.modified())
                                .addOffsetDateTime(Columns.optionalUtc(calendar.readAt()))
                                .addOffsetDateTime(Columns.optionalUtc(calendar.readUntil()))
                                .addInteger(calendar.events()))
                .mapEmpty();
    }

    static Future<Void> unchanged(RowStore rows, OutsideCalendar calendar, Instant now) {
        return rows.query(UNCHANGED, Tuple.of(calendar.id(), calendar.version(), Columns.optionalUtc(now)))
                .mapEmpty();
    }

    static Future<Void> failed(RowStore rows, OutsideCalendar calendar, String why) {
        return rows.query(FAILED, Tuple.of(calendar.id(), calendar.version(), why))
                .mapEmpty();
    }

    private static OutsideCalendar calendar(Row row) {
        return new OutsideCalendar(
                row.getUUID("id"),
                OutsideKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getUUID("person_id"),
                row.getUUID("team_id"),
                row.getUUID("schedule_id"),
                row.getString("url"),
                row.getString("etag"),
                row.getString("modified"),
                Columns.optionalInstant(row, "read_at"),
                Columns.optionalInstant(row, "read_until"),
                row.getInteger("events"),
                row.getString("error"),
                Columns.instant(row, "created_at"),
                row.getLong("version"));
    }
}
