package dev.belfry.platform.events;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Which replica publishes the outbox: the one that holds the lease, renewed each second and good for three by the
 * database's clock.
 *
 * <p>A holder that dies, freezes or loses the database is followed within four seconds, whatever its connections look
 * like. One that was frozen notices by the monotonic clock that it no longer leads before it publishes anything; what it
 * had handed to the producer by then carries the ids that its successor uses, and readers drop the second copy.
 */
final class OutboxLease {
    static final long RENEW_MS = 1_000;
    /** Less than the three seconds of the lease: whoever asks late does not lead any more. */
    private static final long TRUST_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    static final String RENEW = """
            insert into outbox_lease (name, holder, expires_at)
            values ('outbox', $1, clock_timestamp() + interval '3 seconds')
            on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
                where outbox_lease.holder = excluded.holder or outbox_lease.expires_at < statement_timestamp()
            returning holder""";
    static final String RELEASE = "delete from outbox_lease where holder = $1";

    private final Database database;
    private final UUID holder;
    private volatile long renewedAt;
    private volatile boolean held;

    OutboxLease(Database database, UUID holder) {
        this.database = database;
        this.holder = holder;
    }

    /** True when this replica leads now; to be asked each second. */
    Future<Boolean> renew() {
        long asked = System.nanoTime();
        return database.query(RENEW, Tuple.of(holder)).map(rows -> {
            held = rows.size() == 1;
            renewedAt = asked;
            return held;
        });
    }

    boolean leads() {
        return held && System.nanoTime() - renewedAt < TRUST_NANOS;
    }

    Future<Void> release() {
        held = false;
        return database.query(RELEASE, Tuple.of(holder)).mapEmpty();
    }
}
