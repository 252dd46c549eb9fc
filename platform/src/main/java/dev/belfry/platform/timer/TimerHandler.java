package dev.belfry.platform.timer;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Does what is due, in the transaction that deletes the timer: both happen, or neither. */
@FunctionalInterface
public interface TimerHandler {
    Future<Void> fire(Tx tx, DueTimer due);

    /** All that was claimed together, the earliest first; one that reads and writes for all of it at once overrides this. */
    default Future<Void> fireAll(Tx tx, List<DueTimer> due) {
        return Tx.each(due, DueTimer::ref, one -> fire(tx, one));
    }
}
