package dev.belfry.ingest.intake;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.platform.events.Producer;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes accepted requests durable: the requests of one event-loop tick become one record per partition, and each is
 * answered when the broker has that record.
 *
 * <pre>
 *   request ─┐
 *   request ─┼─ same tick, same partition ──▶ one AlertBatch ──▶ broker ack ──▶ all of them answered
 *   request ─┘
 * </pre>
 *
 * What waits for the broker is bounded in bytes; over the bound a request fails at once, and its sender is told to come
 * back. There is one producer in the process.
 */
public final class AlertRelay {
    private static final int MAX_RECORD_BYTES = 1024 * 1024;

    /** A request that could not be made durable. */
    public static final class NotDurable extends IOException {
        NotDurable(String message) {
            super(message);
        }
    }

    private record Pending(AcceptedRequest request, int bytes, Promise<Void> durable) {}

    private final Producer producer;
    private final Ids ids;
    private final InstantSource clock;
    private final long maxInFlight;
    private final AtomicLong inFlight = new AtomicLong();
    private final DistributionSummary requestsPerRecord;
    private final FastThreadLocal<Map<Integer, List<Pending>>> tick = new FastThreadLocal<>() {
        @Override
        protected Map<Integer, List<Pending>> initialValue() {
            return new HashMap<>();
        }
    };

    public AlertRelay(Producer producer, Ids ids, InstantSource clock, MeterRegistry metrics, long maxInFlight) {
        this.producer = producer;
        this.ids = ids;
        this.clock = clock;
        this.maxInFlight = maxInFlight;
        this.requestsPerRecord = metrics.summary("belfry.ingest.requests.per.record");
        Gauge.builder("belfry.ingest.in.flight.bytes", inFlight, AtomicLong::get)
                .register(metrics);
    }

    /**
     * Succeeds when the request is durable; must be called on an event loop.
     *
     * @param bytes how large its body was
     */
    public Future<Void> accept(AcceptedRequest request, int bytes) {
        if (inFlight.addAndGet(bytes) > maxInFlight) {
            inFlight.addAndGet(-bytes);
            return Future.failedFuture(new NotDurable("too much waits for the broker"));
        }
        var pending = new Pending(request, bytes, Promise.promise());
        int partition = Math.floorMod(request.serviceId().hashCode(), Topics.ALERTS.partitions());
        var waiting = tick.get();
        if (waiting.isEmpty()) {
            context().runOnContext(end -> flush());
        }
        waiting.computeIfAbsent(partition, first -> new ArrayList<>()).add(pending);
        return pending.durable().future().onComplete(done -> inFlight.addAndGet(-bytes));
    }

    private static Context context() {
        var context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not on an event loop");
        }
        return context;
    }

    private void flush() {
        // Emptied first: whatever happens to this tick, the next one begins anew.
        var waiting = Map.copyOf(tick.get());
        tick.get().clear();
        waiting.forEach(this::split);
    }

    /** A record has a bound, so a tick of large bodies becomes several. */
    private void split(int partition, List<Pending> requests) {
        var batch = new ArrayList<Pending>();
        int bytes = 0;
        for (var request : requests) {
            int weight = Portions.weight(request.request());
            if (!batch.isEmpty() && bytes + weight > MAX_RECORD_BYTES) {
                send(partition, batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(request);
            bytes += weight;
        }
        send(partition, batch);
    }

    private void send(int partition, List<Pending> batch) {
        try {
            publish(partition, batch);
        } catch (RuntimeException unwritable) {
            batch.forEach(pending -> pending.durable().fail(unwritable));
        }
    }

    private void publish(int partition, List<Pending> batch) {
        requestsPerRecord.record(batch.size());
        var record = new AlertBatch(batch.stream().map(Pending::request).toList());
        var service = batch.getFirst().request().serviceId().toString();
        producer.send(
                        Topics.ALERTS.name(),
                        partition,
                        service,
                        ids.next(),
                        AlertBatch.TYPE,
                        service,
                        clock.instant(),
                        Json.bytes(record))
                .onComplete(acked -> batch.forEach(pending -> {
                    if (acked.succeeded()) {
                        pending.durable().complete();
                    } else {
                        pending.durable().fail(new NotDurable("the broker did not take it"));
                    }
                }));
    }
}
