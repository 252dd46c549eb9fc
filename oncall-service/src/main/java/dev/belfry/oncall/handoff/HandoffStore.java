package dev.belfry.oncall.handoff;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Notes, and what was told already, in the database. */
final class HandoffStore {
    static final String ADD_NOTE = """
            insert into handoff_note (id, schedule_id, author_id, author_name, text, created_at)
            select $1, id, $3, $4, $5, $6 from schedule where id = $2""";
    static final String NOTES = """
            select * from handoff_note where schedule_id = $1 and id > $2 order by id limit $3""";
    static final String NEWEST = """
            select * from handoff_note where schedule_id = any($1) and created_at > $2
            order by created_at desc limit 200""";
    static final String TELL = """
            insert into told (id, at) select id, $2 from unnest($1::uuid[]) as t (id)
            on conflict (id) do nothing returning id""";
    static final String FORGET = "delete from told where at < $1";

    private HandoffStore() {}

    /** False when there is no such schedule. */
    static Future<Boolean> add(RowStore rows, HandoffNote note) {
        return rows.query(
                        ADD_NOTE,
                        Tuple.tuple()
                                .addUUID(note.id())
                                .addUUID(note.schedule())
                                .addUUID(note.author())
                                .addString(note.authorName())
                                .addString(note.text())
                                .addOffsetDateTime(RowStore.time(note.createdAt())))
                .map(result -> result.rowCount() > 0);
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
                                .addOffsetDateTime(RowStore.time(since)))
                .map(found -> RowStore.all(found, HandoffStore::note));
    }

    /** Which of them were not told before; they count as told from now on. */
    static Future<List<UUID>> tell(RowStore rows, Collection<UUID> notices, Instant now) {
        return rows.query(
                        TELL,
                        Tuple.tuple()
                                .addArrayOfUUID(notices.toArray(UUID[]::new))
                                .addOffsetDateTime(RowStore.time(now)))
                .map(found -> {
                    List<UUID> fresh = new ArrayList<>();
                    found.forEach(row -> fresh.add(row.getUUID("id")));
                    return fresh;
                });
    }

    static Future<Void> forget(RowStore rows, Instant before) {
        return rows.query(FORGET, Tuple.of(RowStore.time(before))).mapEmpty();
    }

    private static HandoffNote note(Row row) {
        return new HandoffNote(
                row.getUUID("id"),
                row.getUUID("schedule_id"),
                row.getUUID("author_id"),
                row.getString("author_name"),
                row.getString("text"),
                RowStore.instant(row, "created_at"));
    }
}
