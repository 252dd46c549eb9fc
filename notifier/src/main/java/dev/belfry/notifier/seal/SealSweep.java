package dev.belfry.notifier.seal;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Brings what lies in the tables under the newest key, a hundred rows at a time, until nothing lies under another. */
public final class SealSweep {
    public static final Duration EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final List<Function<Tx, Future<Integer>>> renewals;

    /** @param renewals each renews some rows of one table, and answers how many; zero when none is left */
    public SealSweep(Database database, List<Function<Tx, Future<Integer>>> renewals) {
        this.database = database;
        this.renewals = List.copyOf(renewals);
    }

    public Future<Void> run() {
        Future<Void> all = Future.succeededFuture();
        for (var renewal : renewals) {
            all = all.compose(before -> whole(renewal));
        }
        return all;
    }

    private Future<Void> whole(Function<Tx, Future<Integer>> renewal) {
        return database.transact(renewal).compose(renewed -> renewed == 0 ? Future.succeededFuture() : whole(renewal));
    }
}
