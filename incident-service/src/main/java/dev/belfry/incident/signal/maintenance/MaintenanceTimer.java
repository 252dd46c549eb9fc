package dev.belfry.incident.signal.maintenance;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;

/** Notices that an occurrence of a maintenance window is over. */
public final class MaintenanceTimer implements TimerHandler {
    private final MaintenanceCommands commands;

    public MaintenanceTimer(MaintenanceCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return commands.over(tx, due.ref(), due.cycle(), due.now());
    }
}
