package dev.belfry.status.maintenance;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;

/** Begins and ends a maintenance at its times. */
public final class MaintenanceTimer implements TimerHandler {
    public static final String KIND = "maintenance";

    private final MaintenanceCommands maintenances;

    public MaintenanceTimer(MaintenanceCommands maintenances) {
        this.maintenances = maintenances;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return maintenances.moveOn(tx, due.ref(), due.now());
    }
}
