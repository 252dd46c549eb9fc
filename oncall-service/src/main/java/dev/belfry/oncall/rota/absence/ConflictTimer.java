package dev.belfry.oncall.rota.absence;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares absences and schedules every minute, whatever changed: no event can be missed. Only schedules that name
 * somebody who is away are looked at.
 */
public final class ConflictTimer {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictTimer.class);
    private static final long LOOK_MS = 60_000;

    private final ConflictCommands conflicts;
    private boolean looking;

    public ConflictTimer(ConflictCommands conflicts) {
        this.conflicts = conflicts;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(LOOK_MS, due -> {
            if (!looking) {
                looking = true;
                conflicts.settle(null).onComplete(looked -> {
                    looking = false;
                    if (looked.failed()) {
                        LOG.atWarn().setCause(looked.cause()).log("absences and schedules were not compared");
                    }
                });
            }
        });
    }
}
