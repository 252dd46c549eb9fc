package dev.belfry.incident.incident.seal;

import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** Checks all timelines once a day, so many in a go; what it finds changed opens an incident. */
final class SealSweep {
    private static final int INCIDENTS = 500;

    private final Database database;
    private final SealStore store;
    private final AlertCommands alerts;
    private final InstantSource clock;
    private final Ids ids;

    SealSweep(Database database, SealStore store, AlertCommands alerts, InstantSource clock, Ids ids) {
        this.database = database;
        this.store = store;
        this.alerts = alerts;
        this.clock = clock;
        this.ids = ids;
    }

    /** Checks some more, if it is time. */
    Future<Void> look() {
        return database.transact(tx -> store.lock(tx)
                .compose(found -> found.isEmpty() || !found.get().isDue(clock.instant())
                        ? Future.succeededFuture()
                        : goOn(tx, found.get().next(clock.instant()))));
    }

    /** Begins another check now; one that is under way begins anew. */
    Future<Void> begin() {
        return database.transact(tx -> store.lock(tx)
                .compose(found ->
                        found.isEmpty() ? Future.succeededFuture() : store.move(tx, SealCheck.begun(clock.instant()))));
    }

    private Future<Void> goOn(Tx tx, SealCheck check) {
        return store.piece(tx, check.after(), INCIDENTS).compose(piece -> {
            var now = clock.instant();
            boolean over = piece.timelines() < INCIDENTS;
            var after = check.with(piece, over, now);
            var said = over || !piece.broken().isEmpty()
                    ? alerts.take(tx, List.of(BrokenSeal.of(after, ids.next(), now)))
                    : Future.<Void>succeededFuture();
            return said.compose(done -> store.move(tx, after));
        });
    }
}
