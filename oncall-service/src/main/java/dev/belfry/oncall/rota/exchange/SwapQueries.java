package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads swaps and cover requests. */
public final class SwapQueries {
    private final Database database;

    public SwapQueries(Database database) {
        this.database = database;
    }

    /** Whether there is such a schedule; all of them are there. */
    Future<Boolean> exists(@Nullable UUID schedule) {
        return schedule == null ? Future.succeededFuture(true) : OnCallQueries.exists(database::query, schedule);
    }

    Future<List<Swap>> swaps(@Nullable UUID schedule, UUID after, int limit) {
        return SwapStore.swaps(database::query, schedule, after, limit);
    }

    Future<List<CoverRequest>> covers(@Nullable UUID schedule, UUID after, int limit) {
        return SwapStore.covers(database::query, schedule, after, limit);
    }

    /** What can still be taken. */
    Future<List<CoverRequest>> openCovers(Instant now) {
        return SwapStore.openCovers(database::query, now);
    }

    /** What can still be accepted. */
    Future<List<Swap>> openSwaps(Instant now) {
        return SwapStore.openSwaps(database::query, now);
    }
}
