package dev.belfry.ingest.flood;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.platform.id.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the formats and the log, and gathers what a flood repeats.
 *
 * <pre>
 *   within the quota, first occurrence, resolve, acknowledge ──────────────▶ told at once
 *   over the quota, said within the last minute ──▶ gathered 0.25 to 5 s ──▶ told once, with the exact count
 *   more different alerts in a minute than bound ─▶ gathered 1 s ──────────▶ told as one alert about the storm
 * </pre>
 *
 * Whoever sent a part of what is gathered is answered when the record that counts it is durable: that also slows a
 * sender that waits for its answers.
 */
public final class FloodRelay {
    private static final long STORM_WINDOW_MS = 1_000;
    /** How often {@link #forget} is called. */
    public static final Duration FORGET = Duration.ofMinutes(1);

    private static final int MOST_WINDOWS = 20_000;
    private static final long MINUTE = 60_000_000_000L;

    private final Vertx vertx;
    private final Function<AcceptedRequest, Future<Durability>> log;
    private final Ids ids;
    private final InstantSource clock;
    private final int perSecond;
    private final int stormBound;
    private final Counter collapsed;
    private final Counter stormed;
    private final Map<UUID, Gate> gates = new ConcurrentHashMap<>();
    private final Map<UUID, Storm> storms = new ConcurrentHashMap<>();
    private final Map<Object, Window> windows = new ConcurrentHashMap<>();

    /** What identifies a repeat: another summary or other details of the same alert in the same state repeat it. */
    private record Said(UUID integration, String dedupKey, AlertAction action, AlertSeverity severity) {}

    /** What is gathered, and who waits for it. */
    private static final class Window {
        private final Gathered gathered;
        private final Promise<Durability> told = Promise.promise();
        private boolean closed;

        Window(Gathered gathered) {
            this.gathered = gathered;
        }

        /** False when it was told already. */
        synchronized boolean join(AcceptedRequest request, AlertSignal signal) {
            if (!closed) {
                gathered.add(request, signal);
            }
            return !closed;
        }

        synchronized void close() {
            closed = true;
        }
    }

    /**
     * Sits in front of the log.
     *
     * @param perSecond how many requests a second each integration has without being gathered
     * @param stormBound how many different alerts a minute each service has without being gathered
     */
    public FloodRelay(
            Vertx vertx,
            Function<AcceptedRequest, Future<Durability>> log,
            Ids ids,
            InstantSource clock,
            MeterRegistry metrics,
            int perSecond,
            int stormBound) {
        this.vertx = vertx;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.perSecond = perSecond;
        this.stormBound = stormBound;
        this.collapsed = metrics.counter("belfry.ingest.collapsed");
        this.stormed = metrics.counter("belfry.ingest.stormed");
        Gauge.builder("belfry.ingest.windows", windows, Map::size).register(metrics);
    }

    /** Succeeds when all alerts of the request are durable, told one by one or counted; call it on an event loop. */
    public Future<Durability> keep(AcceptedRequest request, @Nullable Integer quota) {
        long now = System.nanoTime();
        var gate = gate(request.integrationId(), quota == null ? perSecond : quota, now);
        boolean within = gate.pass(now);
        var storm = storms.computeIfAbsent(request.serviceId(), first -> new Storm(stormBound));
        var straight = new ArrayList<AlertSignal>(request.alerts().size());
        var all = new ArrayList<Future<Durability>>();
        for (var signal : request.alerts()) {
            var waits = gather(request, signal, gate, within, storm, now);
            if (waits == null) {
                straight.add(signal);
            } else {
                all.add(waits);
            }
        }
        if (all.isEmpty()) {
            return log.apply(request);
        }
        if (!straight.isEmpty()) {
            all.add(log.apply(with(request, straight)));
        }
        return Future.join(all)
                .map(done -> all.stream().allMatch(one -> one.result() == Durability.LOG)
                        ? Durability.LOG
                        : Durability.NODE);
    }

    /** A changed quota counts at once, with a full bucket. */
    private Gate gate(UUID integration, int quota, long now) {
        var gate = gates.get(integration);
        return gate != null && gate.quota() == quota
                ? gate
                : gates.compute(
                        integration,
                        (id, other) -> other != null && other.quota() == quota ? other : new Gate(quota, now));
    }

    /** Null when the signal is to be told at once. */
    private @Nullable Future<Durability> gather(
            AcceptedRequest request, AlertSignal signal, Gate gate, boolean within, Storm storm, long now) {
        if (signal.action() != AlertAction.TRIGGER) {
            return null;
        }
        if (storm.isOver(signal.dedupKey(), now / MINUTE)) {
            stormed.increment();
            return join(List.of("storm", request.integrationId()), true, STORM_WINDOW_MS, request, signal);
        }
        if (within) {
            return null;
        }
        var said = new Said(request.integrationId(), signal.dedupKey(), signal.action(), signal.severity());
        if (!gate.repeats(said, now) || windows.size() > MOST_WINDOWS) {
            return null;
        }
        collapsed.increment();
        return join(said, false, gate.windowMillis(), request, signal);
    }

    private Future<Durability> join(
            Object key, boolean storm, long millis, AcceptedRequest request, AlertSignal signal) {
        while (true) {
            var window = windows.computeIfAbsent(key, first -> {
                var created = new Window(storm ? Gathered.storm() : Gathered.repeats());
                vertx.setTimer(millis, due -> tell(key, created));
                return created;
            });
            if (window.join(request, signal)) {
                return window.told.future();
            }
        }
    }

    private void tell(Object key, Window window) {
        windows.remove(key, window);
        window.close();
        log.apply(window.gathered.told(ids.next(), clock.instant(), stormBound)).onComplete(window.told);
    }

    private static AcceptedRequest with(AcceptedRequest request, List<AlertSignal> alerts) {
        return new AcceptedRequest(
                request.id(),
                request.integrationId(),
                request.serviceId(),
                request.format(),
                request.receivedAt(),
                request.raw(),
                alerts);
    }

    /** Forgets integrations and services of which nothing was heard for a while. */
    public Future<Void> forget() {
        long now = System.nanoTime();
        gates.values().removeIf(gate -> gate.isIdle(now));
        storms.values().removeIf(storm -> storm.isOlderThan(now / MINUTE - 1));
        return Future.succeededFuture();
    }
}
