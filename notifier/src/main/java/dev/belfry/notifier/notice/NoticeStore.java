package dev.belfry.notifier.notice;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code notice} table. */
final class NoticeStore {
    static final String ADD = """
            insert into notice (id, user_id, kind, subject, text, path, status, requested_at)
            select id, user_id, kind, subject, text, path, 'pending', at
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
                as n (id, user_id, kind, subject, text, path, at)
            on conflict (id) do nothing returning id""";
    static final String BEGIN = """
            update notice set status = 'sending', tries = tries + 1
            where id = $1 and status = 'pending' returning *""";
    static final String END = "update notice set status = $2, detail = $3, ended_at = $4 where id = $1";
    static final String EXPIRE = """
            delete from notice where id in (select id from notice where requested_at < $1 order by requested_at limit 10000)""";

    private final Database database;

    NoticeStore(Database database) {
        this.database = database;
    }

    /** A notice whose call begins; the tries include this one. */
    record Begun(NoticeRequest notice, int tries) {}

    /** Which of them are new. */
    Future<List<UUID>> add(Tx tx, List<NoticeRequest> notices) {
        return tx.query(
                        ADD,
                        Tuple.tuple()
                                .addArrayOfUUID(
                                        notices.stream().map(NoticeRequest::id).toArray(UUID[]::new))
                                .addArrayOfUUID(notices.stream()
                                        .map(NoticeRequest::userId)
                                        .toArray(UUID[]::new))
                                .addArrayOfString(notices.stream()
                                        .map(NoticeRequest::kind)
                                        .toArray(String[]::new))
                                .addArrayOfString(notices.stream()
                                        .map(NoticeRequest::subject)
                                        .toArray(String[]::new))
                                .addArrayOfString(notices.stream()
                                        .map(NoticeRequest::text)
                                        .toArray(String[]::new))
                                .addArrayOfString(notices.stream()
                                        .map(NoticeRequest::path)
                                        .toArray(String[]::new))
                                .addArrayOfOffsetDateTime(notices.stream()
                                        .map(notice -> notice.at().atOffset(ZoneOffset.UTC))
                                        .toArray(OffsetDateTime[]::new)))
                .map(rows -> {
                    var added = new ArrayList<UUID>(rows.size());
                    rows.forEach(row -> added.add(row.getUUID("id")));
                    return added;
                });
    }

    /** Empty when it has begun already, or is gone. */
    Future<Optional<Begun>> begin(Tx tx, UUID id) {
        return tx.query(BEGIN, Tuple.of(id)).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? Optional.of(begun(found.next())) : Optional.empty();
        });
    }

    Future<Void> end(Tx tx, UUID id, String status, String detail, Instant now) {
        return tx.query(END, Tuple.of(id, status, detail, now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    Future<Integer> expire(Instant before) {
        return database.query(EXPIRE, Tuple.of(before.atOffset(ZoneOffset.UTC))).map(rows -> rows.rowCount());
    }

    private static Begun begun(Row row) {
        return new Begun(
                new NoticeRequest(
                        row.getUUID("id"),
                        row.getUUID("user_id"),
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("text"),
                        row.getString("path"),
                        row.getOffsetDateTime("requested_at").toInstant()),
                row.getInteger("tries"));
    }
}
