package dev.belfry.incident.incident.intake;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;

/** Looks for alerts of a service that their senders have forgotten. */
public final class ExpiryTimer implements TimerHandler {
    private final IntakeCommands commands;

    public ExpiryTimer(IntakeCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return commands.expire(tx, due.ref());
    }
}
