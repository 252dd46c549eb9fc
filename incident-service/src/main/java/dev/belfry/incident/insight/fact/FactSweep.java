package dev.belfry.incident.insight.fact;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.insight.fact.FactStore.Position;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Follows the timelines, and counts anew each incident in which something has happened. It may read a line twice; what it
 * writes follows from what is there.
 */
public final class FactSweep {
    private static final int LINES = 2_000;
    private static final int ROUNDS = 20;
    /** No transaction is open for so long. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Database database;
    private final FactStore store = new FactStore();
    private final Directory directory;
    private final InstantSource clock;
    private final BiFunction<Tx, Set<UUID>, Future<Void>> also;

    /** @param also what else is kept of the incidents in which something has happened */
    public FactSweep(
            Database database, Directory directory, InstantSource clock, BiFunction<Tx, Set<UUID>, Future<Void>> also) {
        this.database = database;
        this.directory = directory;
        this.clock = clock;
        this.also = also;
    }

    /** Reads on until there is nothing new, or for so many rounds. */
    public Future<Void> look() {
        return look(ROUNDS);
    }

    private Future<Void> look(int rounds) {
        return rounds == 0
                ? Future.succeededFuture()
                : database.transact(this::round)
                        .compose(more -> more ? look(rounds - 1) : Future.<Void>succeededFuture());
    }

    /** True while there is more to read. */
    private Future<Boolean> round(Tx tx) {
        return store.lock(tx).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(false);
            }
            var at = found.get();
            return store.lines(tx, at.seen(), Long.MAX_VALUE, LINES).compose(fresh -> {
                if (fresh.read() == 0) {
                    return again(tx, at);
                }
                var next = new Position(fresh.last(), at.trail(), at.mark(), at.markedAt());
                return count(tx, fresh.incidents(), next)
                        .compose(done -> fresh.read() == LINES ? Future.succeededFuture(true) : again(tx, next));
            });
        });
    }

    /** All that is there has been read: what lies far enough back is read a second time. */
    private Future<Boolean> again(Tx tx, Position at) {
        var now = clock.instant();
        if (at.markedAt().plus(LATE).isAfter(now)) {
            return Future.succeededFuture(false);
        }
        return store.lines(tx, at.trail(), at.mark(), LINES).compose(late -> {
            boolean all = late.read() < LINES;
            var next = all
                    ? new Position(at.seen(), at.mark(), at.seen(), now)
                    : new Position(at.seen(), late.last(), at.mark(), at.markedAt());
            return count(tx, late.incidents(), next).map(!all);
        });
    }

    private Future<Void> count(Tx tx, Set<UUID> incidents, Position next) {
        return (incidents.isEmpty() ? Future.<Void>succeededFuture() : count(tx, incidents))
                .compose(done -> store.move(tx, next));
    }

    private Future<Void> count(Tx tx, Set<UUID> incidents) {
        return store.pages(tx, incidents, directory.zones())
                .compose(pages -> store.count(tx, incidents, pages))
                .compose(done -> also.apply(tx, incidents));
    }
}
