package dev.belfry.platform.timer;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Fires durable timers: a row is claimed, deleted and acted upon in one transaction, so it fires once, whoever dies.
 *
 * <p>Each kind has a {@link TimerLane} of its own, so that nothing of one kind stands in front of another. A timer armed
 * here wakes its lane at the millisecond; one look a second for all kinds finds what a dead replica armed.
 */
public final class Timers {
    private static final Duration LOOK = Duration.ofSeconds(1);

    static final String NEXT = """
            select kinds.kind, (extract(epoch from next.due_at - clock_timestamp()) * 1000)::bigint as wait_ms
            from unnest($1::text[]) as kinds (kind)
                cross join lateral (
                    select due_at from timer where timer.kind = kinds.kind order by due_at limit 1) as next
            where next.due_at < statement_timestamp() + interval '2 seconds'""";
    static final String FAILING = "select count(*) as n from timer where attempts > 0";

    private final Vertx vertx;
    private final Database database;
    private final MeterRegistry metrics;
    private final BiFunction<DueTimer, Throwable, Message> report;
    private final Map<String, TimerLane> lanes = new HashMap<>();
    private final AtomicLong failing = new AtomicLong();
    private volatile boolean running;

    /** @param report what is said about a timer that was set aside */
    public Timers(
            Vertx vertx, Database database, MeterRegistry metrics, BiFunction<DueTimer, Throwable, Message> report) {
        this.vertx = vertx;
        this.database = database;
        this.metrics = metrics;
        this.report = report;
        Gauge.builder("belfry.timer.failing", failing, AtomicLong::get)
                .description("Timers whose action failed and that are tried again later")
                .register(metrics);
    }

    public void on(String kind, TimerHandler handler) {
        lanes.put(kind, new TimerLane(vertx, database, kind, handler, metrics, report, () -> ahead(List.of(kind))));
    }

    public void start() {
        running = true;
    }

    /** Timers were armed here: each lane wakes when the first of its kind is due. */
    public void wake(Map<String, Duration> waits) {
        if (running) {
            waits.forEach((kind, wait) -> {
                var lane = lanes.get(kind);
                if (lane != null) {
                    lane.wakeAfter(wait);
                }
            });
        }
    }

    /** How often {@link #look} is called. */
    public static Duration every() {
        return LOOK;
    }

    /** Wakes the lanes that have something due before the next look. */
    public Future<Void> look() {
        if (!running || lanes.isEmpty()) {
            return Future.succeededFuture();
        }
        return ahead(lanes.keySet())
                .compose(done -> database.query(FAILING, Tuple.tuple()))
                .map(counted -> {
                    failing.set(counted.iterator().next().getLong("n"));
                    return null;
                });
    }

    private Future<Void> ahead(Collection<String> kinds) {
        return database.query(NEXT, Tuple.tuple().addArrayOfString(kinds.toArray(String[]::new)))
                .map(rows -> {
                    rows.forEach(row -> {
                        var lane = lanes.get(row.getString("kind"));
                        if (lane != null) {
                            lane.wakeAfter(Duration.ofMillis(Math.max(0, row.getLong("wait_ms"))));
                        }
                    });
                    return null;
                });
    }

    /** Finishes the batches in hand. */
    public Future<Void> stop() {
        running = false;
        return Future.join(List.copyOf(lanes.values()).stream()
                        .map(TimerLane::stop)
                        .toList())
                .mapEmpty();
    }
}
