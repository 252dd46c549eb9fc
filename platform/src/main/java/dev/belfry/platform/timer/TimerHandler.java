package dev.belfry.platform.timer;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;

/** Does what is due, in the transaction that deletes the timer: both happen, or neither. */
@FunctionalInterface
public interface TimerHandler {
    Future<Void> fire(Tx tx, DueTimer due);
}
