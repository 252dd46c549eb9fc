package dev.belfry.incident.insight.fact;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Adds up the facts of days that are over: soon after one of them has changed, and once a day in any case, so that incidents
 * that are no longer kept leave the sums too.
 */
public final class DaySweep {
    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofDays(1);
    private static final int DAYS = 20;

    private final Database database;
    private final DayStore store = new DayStore();
    private final InstantSource clock;

    public DaySweep(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public Future<Void> look() {
        var now = clock.instant();
        return database.transact(tx -> store.due(tx, now.minus(AGAIN), now, DAYS)
                .compose(days -> days.isEmpty() ? Future.succeededFuture() : store.add(tx, days, now)));
    }
}
