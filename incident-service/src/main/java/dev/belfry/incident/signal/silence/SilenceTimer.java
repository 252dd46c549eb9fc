package dev.belfry.incident.signal.silence;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;

/** Notices that a silence is over. */
public final class SilenceTimer implements TimerHandler {
    private final SilenceCommands commands;

    public SilenceTimer(SilenceCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return commands.over(tx, due.ref(), due.cycle(), due.now());
    }
}
