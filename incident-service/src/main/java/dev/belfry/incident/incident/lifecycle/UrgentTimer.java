package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Raises the urgency of incidents that waited for support hours. */
public final class UrgentTimer implements TimerHandler {
    private final IncidentCommands commands;

    public UrgentTimer(IncidentCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        var raise = new Command.RaiseUrgency(Instant.ofEpochSecond(Integer.toUnsignedLong(due.step())));
        return commands.act(tx, due.ref(), List.of(raise), Actor.SYSTEM, null).mapEmpty();
    }
}
