package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes, and what was told already, in the database. */
public final class HandoffStore {
    static final String ADD_NOTE = """
            insert into handoff_note (id, schedule_id, author_id, author_name, text, created_at)
            values ($1, $2, $3, $4, $5, $6)""";
    static final String NOTES = """
            select * from handoff_note where schedule_id = $1 and id > $2 order by id limit $3""";
    static final String NEWEST = """
            select * from handoff_note where schedule_id = any($1) and created_at > $2
            order by created_at desc limit 200""";
    static final String TELL = """
            insert into told (id, at) select id, $2 from unnest($1::uuid[]) as t (id)
            on conflict (id) do nothing returning id""";
    /** How long it is known what people were told. */
    public static final Duration REMEMBERED = Duration.ofDays(60);

    public static final String FORGET = """
            delete from told where ctid = any(array(select ctid from told where at < $1 limit $2))""";
    static final String ARM = """
            insert into handoff_look (schedule_id, due_at)
            select s.id, $1 from schedule s where not exists (select from handoff_look l where l.schedule_id = s.id)
            on conflict do nothing""";
    /** Replicas share the work: what one has in hand the others pass over. */
    static final String CLAIM = """
            select schedule_id from handoff_look where due_at <= $1
            order by due_at limit 1 for update skip locked""";

    static final String LOOK_AT = "update handoff_look set due_at = $2 where schedule_id = $1";

    private HandoffStore() {}

    static Future<Void> add(RowStore rows, HandoffNote note) {
        return rows.query(
                        ADD_NOTE,
                        Tuple.tuple()
                                .addUUID(note.id())
                                .addUUID(note.schedule())
                                .addUUID(note.author())
                                .addString(note.authorName())
                                .addString(note.text())
                                .addOffsetDateTime(Columns.optionalUtc(note.createdAt())))
                .mapEmpty();
    }

    static Future<List<HandoffNote>> notes(RowStore rows, UUID schedule, UUID after, int limit) {
        return rows.query(NOTES, Tuple.of(schedule, after, limit))
                .map(found -> RowStore.all(found, HandoffStore::note));
    }

    /** The newest first. */
    static Future<List<HandoffNote>> newest(RowStore rows, Collection<UUID> schedules, Instant since) {
        return rows.query(
                        NEWEST,
                        Tuple.tuple()
                                .addArrayOfUUID(schedules.toArray(UUID[]::new))
                                .addOffsetDateTime(Columns.optionalUtc(since)))
                .map(found -> RowStore.all(found, HandoffStore::note));
    }

    /** Which of them were not told before; they count as told from now on. */
    static Future<List<UUID>> tell(RowStore rows, Collection<UUID> notices, Instant now) {
        return rows.query(
                        TELL,
                        Tuple.tuple()
                                .addArrayOfUUID(notices.toArray(UUID[]::new))
                                .addOffsetDateTime(Columns.optionalUtc(now)))
                .map(found -> {
                    List<UUID> fresh = new ArrayList<>();
                    found.forEach(row -> fresh.add(row.getUUID("id")));
                    return fresh;
                });
    }

    /** Sees to it that every schedule is looked at. */
    static Future<Void> arm(RowStore rows, Instant now) {
        return rows.query(ARM, Tuple.of(Columns.optionalUtc(now))).mapEmpty();
    }

    /** A schedule that is due, locked; null when none is. */
    static Future<@Nullable UUID> claim(RowStore rows, Instant now) {
        return rows.query(CLAIM, Tuple.of(Columns.optionalUtc(now)))
                .map(found -> RowStore.one(found, row -> row.getUUID("schedule_id")));
    }

    /** When the schedule is looked at next. */
    static Future<Void> lookAt(RowStore rows, UUID schedule, Instant due) {
        return rows.query(LOOK_AT, Tuple.of(schedule, Columns.optionalUtc(due))).mapEmpty();
    }

    private static HandoffNote note(Row row) {
        return new HandoffNote(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                row.getUUID("author_id"),
                row.getString("author_name"),
                row.getString("text"),
                Columns.instant(row, "created_at"));
    }
}
