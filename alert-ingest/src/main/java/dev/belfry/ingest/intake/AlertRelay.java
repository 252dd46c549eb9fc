package dev.belfry.ingest.intake;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.ingest.spool.Durability;
import dev.belfry.ingest.spool.LogRecord;
import dev.belfry.ingest.spool.NotDurable;
import dev.belfry.ingest.spool.SpoolRelay;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gathers what was accepted into records: the requests of one event-loop tick become one record per partition, and each
 * is answered when that record is durable.
 *
 * <pre>
 *   request ─┐
 *   request ─┼─ same tick, same partition ──▶ one AlertBatch ──▶ durable ──▶ all of them answered
 *   request ─┘
 * </pre>
 *
 * While a record of a partition is on its way, what comes meanwhile, on any event loop, waits until it has arrived and is
 * one record then: under load records grow instead of becoming many, and nobody waits for a clock.
 *
 * What waits is bounded in bytes, and no service may have more than its share of it, so that one that floods a slow
 * broker fills its own share only; over the bound a request fails at once, and its sender is told to come back.
 */
public final class AlertRelay {
    private static final int MAX_RECORD_BYTES = 1024 * 1024;
    private static final int SHARES = 4;
    private static final byte[] NOTHING = {};
    private static final byte[] HEAD = "{\"requests\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** One event loop, by the context on which its requests are answered. */
    private static final class Loop {
        private final Context context = context();
    }

    /** A request as JSON that waits for its record. */
    private static final class Waiting {
        private final Loop loop;
        private final UUID service;
        private final int bytes;
        private final Promise<Durability> durable = Promise.promise();
        private byte[] json;

        Waiting(Loop loop, UUID service, byte[] json) {
            this.loop = loop;
            this.service = service;
            this.bytes = json.length;
            this.json = json;
        }

        /** Its JSON, which is in the record from then on and here no more. */
        byte[] taken() {
            var taken = json;
            json = NOTHING;
            return taken;
        }
    }

    /** What was accepted for one partition on any event loop, and how many of its records are on their way. */
    private static final class Gathering {
        private final int partition;
        private List<Waiting> requests = new ArrayList<>();
        private boolean due;
        private int underWay;

        Gathering(int partition) {
            this.partition = partition;
        }

        /** True when whoever adds it is to send what waits, at the end of its tick. */
        synchronized boolean add(Waiting waiting) {
            requests.add(waiting);
            boolean first = !due && underWay == 0;
            due |= first;
            return first;
        }

        /** Takes everything that waits; records that come later wait in a new list. */
        synchronized List<Waiting> take() {
            due = false;
            var taken = requests;
            requests = new ArrayList<>();
            return taken;
        }

        synchronized void leaves() {
            underWay++;
        }

        synchronized void arrives() {
            underWay--;
        }
    }

    private final SpoolRelay line;
    private final Ids ids;
    private final InstantSource clock;
    private final long maxWaiting;
    private final Map<UUID, Long> waitingOf = new ConcurrentHashMap<>();
    private final DistributionSummary requestsPerRecord;
    private final List<Gathering> gatherings = IntStream.range(0, Topics.ALERTS.partitions())
            .mapToObj(Gathering::new)
            .toList();
    private final FastThreadLocal<Loop> loops = new FastThreadLocal<>() {
        @Override
        protected Loop initialValue() {
            return new Loop();
        }
    };

    public AlertRelay(SpoolRelay line, Ids ids, InstantSource clock, MeterRegistry metrics, long maxWaiting) {
        this.line = line;
        this.ids = ids;
        this.clock = clock;
        this.maxWaiting = maxWaiting;
        this.requestsPerRecord = metrics.summary("belfry.ingest.requests.per.record");
    }

    /** The partition of a service, the same for everything that is told about it. */
    public static int partition(UUID service) {
        return Math.floorMod(service.hashCode(), Topics.ALERTS.partitions());
    }

    /** Succeeds when the request is durable; must be called on an event loop. */
    public Future<Durability> accept(AcceptedRequest request) {
        var service = request.serviceId();
        var json = AcceptedJson.of(request);
        if (json.length <= MAX_RECORD_BYTES) {
            return admitted(service, json.length) ? gather(service, json) : full();
        }
        var portions =
                Portions.of(request, ids::next).stream().map(AcceptedJson::of).toList();
        if (!admitted(
                service, portions.stream().mapToInt(portion -> portion.length).sum())) {
            return full();
        }
        var all = portions.stream().map(portion -> gather(service, portion)).toList();
        return Future.join(all)
                .map(done -> all.stream().allMatch(one -> one.result() == Durability.LOG)
                        ? Durability.LOG
                        : Durability.NODE);
    }

    /** A request is admitted whole or not at all; one alone always is, however large. */
    private boolean admitted(UUID service, int bytes) {
        long waiting = waitingOf.merge(service, (long) bytes, Long::sum);
        if (waiting > bytes && waiting > maxWaiting / SHARES) {
            done(service, bytes);
            return false;
        }
        return true;
    }

    private static Future<Durability> full() {
        return Future.failedFuture(new NotDurable("too much of this service waits for the broker"));
    }

    /**
     * Tells something else about a service: a command, a change, a ping. It has a record of its own.
     *
     * @param id the same for the same thing told again
     */
    public Future<Durability> tell(UUID service, UUID id, String type, Object data) {
        return line.send(new LogRecord(
                partition(service), service.toString(), id, type, clock.instant(), Buffer.buffer(Json.bytes(data))));
    }

    private Future<Durability> gather(UUID service, byte[] json) {
        var loop = loops.get();
        var waiting = new Waiting(loop, service, json);
        var gathering = gatherings.get(partition(service));
        if (gathering.add(waiting)) {
            loop.context.runOnContext(end -> flush(gathering));
        }
        return waiting.durable.future();
    }

    private void done(UUID service, int bytes) {
        waitingOf.computeIfPresent(service, (same, waiting) -> waiting > bytes ? waiting - bytes : null);
    }

    private static Context context() {
        var context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not on an event loop");
        }
        return context;
    }

    private void flush(Gathering gathering) {
        var requests = gathering.take();
        if (!requests.isEmpty()) {
            split(gathering, requests);
        }
    }

    /** A record has a bound, so a tick of large bodies becomes several. */
    private void split(Gathering gathering, List<Waiting> requests) {
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < requests.size(); i++) {
            int more = requests.get(i).bytes + 1;
            if (i > from && bytes + more > MAX_RECORD_BYTES) {
                publish(gathering, requests.subList(from, i), bytes);
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        publish(gathering, requests.subList(from, requests.size()), bytes);
    }

    private void publish(Gathering gathering, List<Waiting> batch, int bytes) {
        gathering.leaves();
        requestsPerRecord.record(batch.size());
        var data = Buffer.buffer(HEAD.length + bytes + TAIL.length).appendBytes(HEAD);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                data.appendByte((byte) ',');
            }
            data.appendBytes(batch.get(i).taken());
        }
        data.appendBytes(TAIL);
        var here = loops.get();
        line.send(new LogRecord(
                        gathering.partition,
                        batch.getFirst().service.toString(),
                        ids.next(),
                        AlertBatch.TYPE,
                        clock.instant(),
                        data))
                .onComplete(kept -> here.context.runOnContext(arrived -> {
                    gathering.arrives();
                    flush(gathering);
                    batch.stream()
                            .collect(Collectors.groupingBy(waiting -> waiting.loop))
                            .forEach((loop, its) -> {
                                if (loop == here) {
                                    answer(its, kept);
                                } else {
                                    loop.context.runOnContext(there -> answer(its, kept));
                                }
                            });
                }));
    }

    private void answer(List<Waiting> batch, AsyncResult<Durability> kept) {
        for (var waiting : batch) {
            done(waiting.service, waiting.bytes);
            if (kept.succeeded()) {
                waiting.durable.complete(kept.result());
            } else {
                waiting.durable.fail(kept.cause());
            }
        }
    }
}
