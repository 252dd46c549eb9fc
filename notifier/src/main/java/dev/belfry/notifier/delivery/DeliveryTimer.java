package dev.belfry.notifier.delivery;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;

/**
 * Makes somebody look when a delivery is due: its timer says when, to the millisecond, and a look every 30 seconds finds
 * what no timer spoke of.
 */
public final class DeliveryTimer implements TimerHandler {
    private static final long LOOK_MS = 30_000;

    private final DispatchCommands dispatch;

    public DeliveryTimer(DispatchCommands dispatch) {
        this.dispatch = dispatch;
    }

    public void start(Vertx vertx) {
        dispatch.wake();
        vertx.setPeriodic(LOOK_MS, look -> dispatch.wake());
    }

    /** The delivery itself knows what is due; it is claimed once the timer is gone for good. */
    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        Objects.requireNonNull(tx.sql().transaction()).completion().onSuccess(done -> dispatch.wake());
        return Future.succeededFuture();
    }

    /** The kind of timer this is for. */
    public static String kind() {
        return DispatchCommands.DUE;
    }
}
