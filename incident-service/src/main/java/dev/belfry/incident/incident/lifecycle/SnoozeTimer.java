package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Ends snoozes. */
public final class SnoozeTimer implements TimerHandler {
    private final IncidentCommands commands;

    public SnoozeTimer(IncidentCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        var until = Instant.ofEpochSecond(Integer.toUnsignedLong(due.step()));
        var wake = new Command.Unsnooze(due.cycle(), until);
        return commands.act(tx, due.ref(), List.of(wake), Actor.SYSTEM, null).mapEmpty();
    }
}
