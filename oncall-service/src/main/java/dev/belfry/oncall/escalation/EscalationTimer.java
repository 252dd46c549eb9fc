package dev.belfry.oncall.escalation;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;

/** Climbs an escalation when a step has had its time; what is late after an outage waits for its turn. */
final class EscalationTimer implements TimerHandler {
    private final EscalationCommands commands;
    private final CatchUpCommands catchUp;
    private final Timer lateness;

    EscalationTimer(EscalationCommands commands, CatchUpCommands catchUp, MeterRegistry metrics) {
        this.commands = commands;
        this.catchUp = catchUp;
        this.lateness = Timer.builder("belfry.escalation.step.lateness")
                .description("How long after its due time a step fired")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        if (due.lateness().compareTo(Scene.LATE) > 0) {
            catchUp.defer(tx, due);
            return Future.succeededFuture();
        }
        lateness.record(due.lateness());
        return commands.overdue(tx, due.ref(), due.cycle(), new Position(due.step(), due.repeat()), due.now());
    }
}
