package dev.belfry.platform.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Removes rows of one kind that are older than they are kept. Each statement deletes at most {@value #BATCH} rows and
 * commits, so nothing that a page waits for is locked for long.
 */
public final class Retention {
    static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 500;

    private final Database database;
    private final InstantSource clock;
    private final Duration keep;
    private final String delete;
    private final Counter deleted;

    /**
     * @param what the kind, as in the metric {@code belfry_retention_deleted_total}
     * @param delete deletes rows from before {@code $1}, at most {@code $2}
     */
    public Retention(
            Database database, InstantSource clock, MeterRegistry metrics, String what, Duration keep, String delete) {
        this.database = database;
        this.clock = clock;
        this.keep = keep;
        this.delete = delete;
        this.deleted = metrics.counter("belfry.retention.deleted", "kind", what);
    }

    /** Deletes what is too old, until there is none or the next run goes on. */
    public Future<Void> run() {
        return run(MOST_BATCHES);
    }

    private Future<Void> run(int batches) {
        var before = Columns.utc(clock.instant().minus(keep));
        return database.query(delete, Tuple.of(before, BATCH)).compose(rows -> {
            deleted.increment(rows.rowCount());
            return rows.rowCount() < BATCH || batches == 1 ? Future.succeededFuture() : run(batches - 1);
        });
    }
}
