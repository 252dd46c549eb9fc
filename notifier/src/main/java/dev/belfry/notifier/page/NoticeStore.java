package dev.belfry.notifier.page;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The {@code notice} table. */
public final class NoticeStore {
    public static final String EXPIRE = """
            delete from notice where ctid = any(array(select ctid from notice where requested_at < $1 limit $2))""";
    static final String ADD = """
            insert into notice (id, user_id, data, requested_at)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
            on conflict (id) do nothing returning id""";

    /** Keeps the notices; answers the ids of those that were not known. */
    public Future<Set<UUID>> add(Tx tx, List<NoticeRequest> notices) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(notices.stream().map(NoticeRequest::id).toArray(UUID[]::new))
                .addArrayOfUUID(notices.stream().map(NoticeRequest::userId).toArray(UUID[]::new))
                .addArrayOfString(notices.stream().map(Json::text).toArray(String[]::new))
                .addArrayOfOffsetDateTime(notices.stream()
                        .map(notice -> notice.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.query(ADD, arguments).map(rows -> {
            Set<UUID> fresh = new HashSet<>();
            rows.forEach(row -> fresh.add(row.getUUID("id")));
            return fresh;
        });
    }
}
