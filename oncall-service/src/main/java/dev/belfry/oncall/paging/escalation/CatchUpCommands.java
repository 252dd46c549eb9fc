package dev.belfry.oncall.paging.escalation;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.timer.DueTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do with steps that are due since long: Belfry, or its database, was away.
 *
 * <pre>
 *   late timer ──▶ put aside ──▶ hear what happened meanwhile (10 s at most) ──▶ rank and pace ──▶ fire
 * </pre>
 *
 * An acknowledge that waits in the log is heard before anybody is paged; the worst comes first; each escalation makes one
 * step, and the next one keeps its whole delay.
 */
final class CatchUpCommands {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUpCommands.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Longer than all of the waiting: what is put aside comes back by itself should this process die. */
    private static final Duration ASIDE = Duration.ofSeconds(20);

    /**
     * What is urgent comes as fast as steps can be made: its people have waited long enough, and the notifier queues. The
     * rest comes as fast as the whole house has been measured to page, so that the page of a new incident finds no long
     * queue before it.
     */
    private static final Duration URGENT_PACE = Duration.ofMillis(1);

    private static final Duration PACE = Duration.ofMillis(10);
    private static final long GATHER_MS = 1_000;

    private final Context context;
    private final Vertx vertx;
    private final Database database;
    private final BacklogClient backlog;
    private final Counter deferred;
    // Touched on the context only.
    private boolean running;
    private boolean again;

    CatchUpCommands(Vertx vertx, Database database, BacklogClient backlog, MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.backlog = backlog;
        this.deferred = metrics.counter("belfry.escalation.late");
    }

    /** Puts a late timer aside until its turn comes. */
    void defer(Tx tx, DueTimer due) {
        deferred.increment();
        tx.arm(new TimerOrder(due.id(), due.kind(), due.ref(), due.cycle(), due.step(), due.repeat(), ASIDE));
        tx.committed().onSuccess(committed -> context.runOnContext(go -> begin()));
    }

    private void begin() {
        again = running;
        if (running) {
            return;
        }
        running = true;
        // The rest of what is late is put aside in the meantime.
        vertx.timer(GATHER_MS, TimeUnit.MILLISECONDS)
                .compose(gathered -> backlog.heard(PATIENCE))
                .compose(heard -> database.transact(tx -> CatchUpStore.rank(tx::query, Scene.LATE, URGENT_PACE, PACE)))
                .onComplete(ranked -> context.runOnContext(go -> ended(ranked)));
    }

    private void ended(AsyncResult<Integer> ranked) {
        running = false;
        if (ranked.failed()) {
            LOG.atWarn().setCause(ranked.cause()).log("late steps could not be ranked; they come as they are due");
        } else {
            LOG.atInfo().addKeyValue("steps", ranked.result()).log("catching up with late steps");
        }
        if (again) {
            begin();
        }
    }
}
