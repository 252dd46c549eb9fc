package dev.belfry.platform.timer;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Faults;
import dev.belfry.platform.database.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires durable timers: a row is claimed, deleted and acted upon in one transaction, so it fires once, whoever dies.
 *
 * <pre>
 *   look: when is the next one due? ──▶ wait until then, at most a second ──▶ claim (skip locked) ──▶ act ──▶ commit ──▶ look
 * </pre>
 *
 * What is due is decided by the database's clock; waiting is monotonic. A timer armed here shortens the wait at once,
 * so precision is milliseconds; the look at least every second covers what a dead replica armed. A timer whose action
 * fails again and again is put off, never dropped.
 */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final int BATCH = 200;
    private static final long LOOK_MS = 1_000;

    static final String CLAIM = """
            delete from timer using (
                select id from timer
                where due_at <= clock_timestamp() and kind = any($1)
                order by due_at limit $2
                for update skip locked) as due
            where timer.id = due.id
            returning timer.id, timer.kind, timer.ref, timer.cycle, timer.step, timer.repeat, timer.due_at,
                clock_timestamp() as now""";
    static final String NEXT = """
            select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::bigint as wait_ms
            from timer where kind = any($1)""";
    static final String PUT_OFF = """
            update timer
            set due_at = clock_timestamp() + least(attempts + 1, 12) * interval '5 seconds', attempts = attempts + 1
            where id = $1""";

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Map<String, TimerHandler> handlers = new HashMap<>();
    private final Timer lateness;
    private final Counter putOff;
    // Touched on the context only.
    private long waiting = -1;
    private boolean running;
    private boolean again;
    private @Nullable Promise<Void> stopping;

    public Timers(Vertx vertx, Database database, MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.lateness = Timer.builder("belfry.timer.lateness")
                .publishPercentileHistogram()
                .register(metrics);
        this.putOff = metrics.counter("belfry.timer.put.off");
    }

    public void on(String kind, TimerHandler handler) {
        handlers.put(kind, handler);
    }

    public void start() {
        if (!handlers.isEmpty()) {
            wake();
        }
    }

    /** Timers were armed here: look again when the next one is due. */
    public void wake() {
        context.runOnContext(go -> look());
    }

    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(go -> {
            stopping = stopped;
            if (!running) {
                stopped.complete();
            }
        });
        return stopped.future();
    }

    private void look() {
        if (stopping != null || handlers.isEmpty()) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        drain(BATCH).compose(drained -> nextWait()).onComplete(next -> {
            running = false;
            if (next.failed()) {
                LOG.atWarn().setCause(next.cause()).log("timers wait: the database did not answer");
            }
            if (stopping != null) {
                stopping.tryComplete();
            } else if (again) {
                look();
            } else {
                sleep(next.succeeded() ? next.result() : LOOK_MS);
            }
        });
    }

    private void sleep(long ms) {
        if (waiting >= 0) {
            vertx.cancelTimer(waiting);
        }
        waiting = vertx.setTimer(Math.clamp(ms, 1, LOOK_MS), due -> {
            waiting = -1;
            look();
        });
    }

    private Future<Long> nextWait() {
        return database.query(NEXT, kinds()).map(rows -> {
            Long wait = rows.iterator().next().getLong("wait_ms");
            return wait == null ? LOOK_MS : wait + 1;
        });
    }

    /** Fires all that is due, a batch a transaction; one that fails is halved until the timer that fails is alone. */
    private Future<Void> drain(int limit) {
        var claimed = new ArrayList<UUID>();
        return database.transact(tx -> claim(tx, limit, claimed)).transform(fired -> {
            if (fired.succeeded()) {
                int count = fired.result();
                return count == limit && stopping == null ? drain(BATCH) : Future.succeededFuture();
            }
            if (!Faults.isDeterministic(fired.cause())) {
                return Future.failedFuture(fired.cause());
            }
            return limit > 1 ? drain(limit / 2) : putOff(claimed, fired.cause()).compose(done -> drain(BATCH));
        });
    }

    private Future<Integer> claim(Tx tx, int limit, List<UUID> claimed) {
        claimed.clear();
        return tx.query(CLAIM, kinds().addInteger(limit)).compose(rows -> {
            var due = new ArrayList<DueTimer>();
            rows.forEach(row -> due.add(read(row)));
            due.sort(Comparator.comparing(DueTimer::dueAt));
            due.forEach(timer -> claimed.add(timer.id()));
            var kinds =
                    due.stream().collect(Collectors.groupingBy(DueTimer::kind)).values();
            return Tx.each(kinds, one -> "in order", kind -> fire(tx, kind)).map(rows.size());
        });
    }

    private Future<Void> fire(Tx tx, List<DueTimer> due) {
        due.forEach(timer -> lateness.record(timer.lateness()));
        var handler = handlers.get(due.getFirst().kind());
        if (handler == null) {
            return Future.failedFuture(new IllegalArgumentException("no handler for timers like " + due.getFirst()));
        }
        return handler.fireAll(tx, due);
    }

    private Future<Void> putOff(List<UUID> claimed, Throwable failure) {
        putOff.increment();
        LOG.atError().addKeyValue("timer", claimed).setCause(failure).log("a timer failed and was put off");
        return claimed.isEmpty()
                ? Future.failedFuture(failure)
                : database.query(PUT_OFF, Tuple.of(claimed.getFirst())).mapEmpty();
    }

    private Tuple kinds() {
        return Tuple.tuple().addArrayOfString(handlers.keySet().toArray(String[]::new));
    }

    private static DueTimer read(Row row) {
        return new DueTimer(
                row.getUUID("id"),
                row.getString("kind"),
                row.getUUID("ref"),
                row.getInteger("cycle"),
                row.getInteger("step"),
                row.getInteger("repeat"),
                row.getOffsetDateTime("due_at").toInstant(),
                row.getOffsetDateTime("now").toInstant());
    }
}
