package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds incidents that have lost their next step, and gives them one. None should ever be found: each is counted, and is
 * a fault of Belfry's to be looked into.
 */
final class RepairCommands {
    private static final Logger LOG = LoggerFactory.getLogger(RepairCommands.class);

    private final Database database;
    private final EscalationCommands escalations;
    private final MeterRegistry metrics;

    RepairCommands(Database database, EscalationCommands escalations, MeterRegistry metrics) {
        this.database = database;
        this.escalations = escalations;
        this.metrics = metrics;
        List.of("timer", "start", "overdue").forEach(kind -> counted(kind, 0));
    }

    /** What was found and mended. */
    Future<Integer> look() {
        return database.transact(
                tx -> RepairStore.alone(tx::query).compose(alone -> alone ? mend(tx) : Future.succeededFuture(0)));
    }

    private Future<Integer> mend(Tx tx) {
        return armed(tx)
                .compose(armed -> begun(tx)
                        .compose(begun -> anew(tx).compose(anew -> RepairStore.hasten(tx::query)
                                .map(hastened ->
                                        armed + begun + counted("start", anew) + counted("overdue", hastened)))));
    }

    /** It runs, and nothing would ever make its next step. */
    private Future<Integer> armed(Tx tx) {
        return RepairStore.withoutTimer(tx::query).map(stuck -> {
            stuck.forEach(run -> StepCommands.arm(tx, run, run.position(), Duration.ZERO));
            return counted("timer", stuck.size());
        });
    }

    /** Somebody is needed, and nobody was ever asked. */
    private Future<Integer> begun(Tx tx) {
        EscalationCommands.Moment moment = escalations.moment();
        return RepairStore.withoutRun(tx::query)
                .compose(silent -> Tx.each(
                                silent,
                                IncidentState::id,
                                incident ->
                                        escalations.begin(tx, incident, moment).mapEmpty())
                        .map(done -> counted("start", silent.size())));
    }

    /** Somebody is needed, and its escalation has stopped. */
    private Future<Integer> anew(Tx tx) {
        return RepairStore.stopped(tx::query)
                .compose(stopped -> Tx.each(stopped, Run::incident, run -> escalations.resume(tx, run))
                        .map(stopped.size()));
    }

    private int counted(String kind, int found) {
        metrics.counter("belfry.escalation.repairs", "kind", kind).increment(found);
        if (found > 0) {
            LOG.atError()
                    .addKeyValue("kind", kind)
                    .addKeyValue("found", found)
                    .log("escalations without a next step were found and repaired");
        }
        return found;
    }
}
