package dev.belfry.oncall.paging.escalation;

import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

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
        return fireAll(tx, List.of(due));
    }

    @Override
    public Future<Void> fireAll(Tx tx, List<DueTimer> due) {
        List<DueTimer> inTime = new ArrayList<>();
        for (DueTimer timer : due) {
            if (timer.lateness().compareTo(Scene.LATE) > 0) {
                catchUp.defer(tx, timer);
            } else {
                lateness.record(timer.lateness());
                inTime.add(timer);
            }
        }
        return inTime.isEmpty() ? Future.succeededFuture() : commands.overdue(tx, inTime);
    }
}
