package dev.belfry.incident.alert;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;

/** Looks for alerts of a service whose silence is over. */
public final class ReleaseTimer implements TimerHandler {
    private final AlertCommands commands;

    public ReleaseTimer(AlertCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return commands.release(tx, due.ref());
    }
}
