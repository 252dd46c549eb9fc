package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What escalations did beside paging people, in the database. */
final class NoteStore {
    static final String WRITE = """
            insert into escalation_note (id, escalation_id, at, step, repeat, text)
            select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[], $5::int[], $6::text[])
            on conflict (id) do nothing""";

    static final String NOTES = "select * from escalation_note where escalation_id = $1 order by at desc, id limit 500";

    private NoteStore() {}

    static Future<Void> write(RowStore rows, List<Note> notes) {
        return notes.isEmpty()
                ? Future.succeededFuture()
                : rows.query(
                                WRITE,
                                Tuple.tuple()
                                        .addArrayOfUUID(
                                                notes.stream().map(Note::id).toArray(UUID[]::new))
                                        .addArrayOfUUID(notes.stream()
                                                .map(Note::escalation)
                                                .toArray(UUID[]::new))
                                        .addArrayOfOffsetDateTime(notes.stream()
                                                .map(note -> RowStore.time(note.at()))
                                                .toArray(OffsetDateTime[]::new))
                                        .addArrayOfInteger(notes.stream()
                                                .map(note -> note.position().step())
                                                .toArray(Integer[]::new))
                                        .addArrayOfInteger(notes.stream()
                                                .map(note -> note.position().repeat())
                                                .toArray(Integer[]::new))
                                        .addArrayOfString(
                                                notes.stream().map(Note::text).toArray(String[]::new)))
                        .mapEmpty();
    }

    /** The newest first. */
    static Future<List<Note>> notes(RowStore rows, UUID run) {
        return rows.query(NOTES, Tuple.of(run))
                .map(found -> RowStore.all(
                        found,
                        row -> new Note(
                                row.getUUID("id"),
                                row.getUUID("escalation_id"),
                                RowStore.instant(row, "at"),
                                new Position(row.getInteger("step"), row.getInteger("repeat")),
                                row.getString("text"))));
    }
}
