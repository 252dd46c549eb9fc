package dev.belfry.platform.timer;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.patience.Cause;
import dev.belfry.platform.patience.Patience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one kind.
 *
 * <pre>
 *   woken ──▶ claim (due, skip locked) ──▶ act ──▶ commit ──▶ claim … until nothing is due
 *   fails ⇒ half as many ⇒ the one that fails is put off ⇒ after five failures it is reported and put off for an hour
 * </pre>
 *
 * What is due is decided by the database's clock; waiting is monotonic.
 */
final class TimerLane {
    private static final Logger LOG = LoggerFactory.getLogger(TimerLane.class);
    private static final int BATCH = 200;
    private static final Duration SET_ASIDE_FOR = Duration.ofHours(1);

    static final String CLAIM = """
            delete from timer using (
                select id from timer
                where kind = $1 and due_at <= statement_timestamp()
                order by due_at limit $2
                for update skip locked) as due
            where timer.id = due.id
            returning timer.id, timer.kind, timer.ref, timer.cycle, timer.step, timer.repeat, timer.due_at,
                timer.attempts, clock_timestamp() as now""";
    static final String PUT_OFF = """
            update timer
            set due_at = clock_timestamp() + $2 * interval '1 millisecond', attempts = attempts + 1
            where id = $1""";

    private record Claimed(DueTimer timer, int attempts) {}

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final String kind;
    private final TimerHandler handler;
    private final BiFunction<DueTimer, Throwable, Message> report;
    private final Supplier<Future<Void>> ahead;
    private final Timer lateness;
    private final Counter putOff;
    private final Counter setAside;
    // The rest is touched on the context only.
    private long waiting = -1;
    private long wakesAt = Long.MAX_VALUE;
    private boolean running;
    private boolean again;
    private @Nullable Promise<Void> stopping;

    /** @param ahead looks for what is due next and wakes the lane for it */
    TimerLane(
            Vertx vertx,
            Database database,
            String kind,
            TimerHandler handler,
            MeterRegistry metrics,
            BiFunction<DueTimer, Throwable, Message> report,
            Supplier<Future<Void>> ahead) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.kind = kind;
        this.handler = handler;
        this.report = report;
        this.ahead = ahead;
        this.lateness = Timer.builder("belfry.timer.lateness")
                .tag("kind", kind)
                .publishPercentileHistogram()
                .register(metrics);
        this.putOff = metrics.counter("belfry.timer.put.off", "kind", kind);
        this.setAside = metrics.counter("belfry.timer.set.aside", "kind", kind);
    }

    /** Looks after this time, or sooner when it was to look sooner. */
    void wakeAfter(Duration wait) {
        context.runOnContext(go -> {
            // One millisecond more: due is what is not after the database's clock, and that has microseconds.
            long ms = wait.isZero() ? 0 : wait.toMillis() + 1;
            long at = System.nanoTime() / 1_000_000 + ms;
            if (stopping != null || at >= wakesAt) {
                return;
            }
            cancel();
            if (ms == 0) {
                run();
            } else {
                wakesAt = at;
                waiting = vertx.setTimer(ms, due -> {
                    waiting = -1;
                    wakesAt = Long.MAX_VALUE;
                    run();
                });
            }
        });
    }

    Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(go -> {
            stopping = stopped;
            cancel();
            if (!running) {
                stopped.complete();
            }
        });
        return stopped.future();
    }

    private void cancel() {
        if (waiting >= 0) {
            vertx.cancelTimer(waiting);
            waiting = -1;
        }
        wakesAt = Long.MAX_VALUE;
    }

    private void run() {
        if (stopping != null) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        drain(BATCH).onComplete(drained -> {
            running = false;
            if (drained.failed()) {
                // The look that comes each second wakes the lane again.
                LOG.atWarn().addKeyValue("kind", kind).setCause(drained.cause()).log("timers wait for the database");
            }
            if (stopping != null) {
                stopping.tryComplete();
            } else if (again) {
                run();
            } else if (drained.succeeded()) {
                // Only the first of those armed here woke the lane.
                ahead.get().onFailure(away -> LOG.debug("the next look finds what is due", away));
            }
        });
    }

    /** Fires all that is due, a batch a transaction; one that fails is halved until the timer that fails is alone. */
    private Future<Void> drain(int limit) {
        var claimed = new ArrayList<Claimed>();
        return database.transact(tx -> claim(tx, limit, claimed)).transform(fired -> {
            if (fired.succeeded()) {
                return fired.result() == limit && stopping == null ? drain(BATCH) : Future.succeededFuture();
            }
            var failure = fired.cause();
            if (claimed.isEmpty() || Cause.of(failure) == Cause.AWAY) {
                return Future.failedFuture(failure);
            }
            return claimed.size() > 1
                    ? drain(claimed.size() / 2)
                    : putOff(claimed.getFirst(), failure).compose(done -> drain(BATCH));
        });
    }

    private Future<Integer> claim(Tx tx, int limit, List<Claimed> claimed) {
        claimed.clear();
        return tx.query(CLAIM, Tuple.of(kind, limit)).compose(rows -> {
            rows.forEach(row -> claimed.add(new Claimed(read(row), row.getInteger("attempts"))));
            if (claimed.isEmpty()) {
                return Future.succeededFuture(0);
            }
            claimed.sort(Comparator.comparing(one -> one.timer().dueAt()));
            var due = claimed.stream().map(Claimed::timer).toList();
            due.forEach(timer -> lateness.record(timer.lateness()));
            return handler.fireAll(tx, due).map(due.size());
        });
    }

    /** The others go on at once; this one waits longer each time, and after some failures somebody is told. */
    private Future<Void> putOff(Claimed claimed, Throwable failure) {
        int attempt = claimed.attempts() + 1;
        // Each failure counts as one more try of this timer alone, so what is certain is given the same five tries:
        // what a timer acts on may be repaired meanwhile, and nothing waits behind it.
        boolean aside = attempt >= Patience.TRIES;
        var wait = aside ? SET_ASIDE_FOR : Patience.delay(attempt).multipliedBy(2);
        (aside ? setAside : putOff).increment();
        LOG.atError()
                .addKeyValue("timer", claimed.timer())
                .addKeyValue("attempt", attempt)
                .setCause(failure)
                .log(aside ? "a timer keeps failing and is set aside" : "a timer failed and is put off");
        return database.transact(tx -> {
            if (attempt == Patience.TRIES) {
                tx.emit(report.apply(claimed.timer(), failure));
            }
            return tx.query(PUT_OFF, Tuple.of(claimed.timer().id(), wait.toMillis()))
                    .mapEmpty();
        });
    }

    private static DueTimer read(Row row) {
        return new DueTimer(
                row.getUUID("id"),
                row.getString("kind"),
                row.getUUID("ref"),
                row.getInteger("cycle"),
                row.getInteger("step"),
                row.getInteger("repeat"),
                Columns.instant(row, "due_at"),
                Columns.instant(row, "now"));
    }
}
