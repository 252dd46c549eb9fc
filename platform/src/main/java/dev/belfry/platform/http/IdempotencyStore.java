package dev.belfry.platform.http;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Remembers for a day what was answered to a POST with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). */
final class IdempotencyStore {
    /** How long a request may be under way before another may take its place: its process must have died. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(60);

    static final Duration KEPT = Duration.ofHours(24);

    static final String CLAIM = """
            insert into idempotency (caller, key, fingerprint, created_at) values ($1, $2, $3, $4)
            on conflict (caller, key) do update set created_at = excluded.created_at
                where idempotency.status is null and idempotency.created_at < $5
                    and idempotency.fingerprint = excluded.fingerprint
            returning key""";
    static final String FIND =
            "select fingerprint, status, location, etag, body from idempotency where caller = $1 and key = $2";
    static final String SAVE = """
            update idempotency set status = $3, location = $4, etag = $5, body = $6 where caller = $1 and key = $2""";
    static final String RELEASE = "delete from idempotency where caller = $1 and key = $2 and status is null";
    static final String EXPIRE = """
            delete from idempotency where ctid = any(array(
                select ctid from idempotency where created_at < $1 limit $2))""";

    private final Database database;

    IdempotencyStore(Database database) {
        this.database = database;
    }

    /**
     * What was answered before.
     *
     * @param body closed with the {@link Seal} of the request
     */
    record Kept(
            String fingerprint,
            @Nullable Integer status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable Buffer body) {}

    /** True when the caller may go on: nobody else has this key, or whoever had it died over it. */
    Future<Boolean> claim(String caller, String key, String fingerprint, Instant now) {
        var before = now.minus(UNDER_WAY).atOffset(ZoneOffset.UTC);
        return database.query(CLAIM, Tuple.of(caller, key, fingerprint, now.atOffset(ZoneOffset.UTC), before))
                .map(rows -> rows.size() == 1);
    }

    Future<@Nullable Kept> find(String caller, String key) {
        return database.query(FIND, Tuple.of(caller, key))
                .map(rows -> rows.size() == 0 ? null : read(rows.iterator().next()));
    }

    Future<Void> save(
            String caller, String key, int status, @Nullable String location, @Nullable String etag, Buffer body) {
        return database.query(SAVE, Tuple.of(caller, key, status, location, etag, body))
                .mapEmpty();
    }

    Future<Void> release(String caller, String key) {
        return database.query(RELEASE, Tuple.of(caller, key)).mapEmpty();
    }

    private static Kept read(Row row) {
        return new Kept(
                row.getString("fingerprint"),
                row.getInteger("status"),
                row.getString("location"),
                row.getString("etag"),
                row.getBuffer("body"));
    }
}
