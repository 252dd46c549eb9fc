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
 * While two records of a partition are on their way, what comes meanwhile waits for one of them to arrive and is one
 * record then: under load records grow instead of becoming many, and nobody waits for a clock. With one alone records grow
 * further, and fewer requests are answered a second: measured.
 *
 * What waits is bounded in bytes, and no service may have more than its share of it, so that one that floods a slow
 * broker fills its own share only; over the bound a request fails at once, and its sender is told to come back.
 */
public final class AlertRelay {
    private static final int MAX_RECORD_BYTES = 1024 * 1024;
    private static final int SHARES = 4;
    private static final int UNDER_WAY = 2;
    private static final byte[] NOTHING = {};
    private static final byte[] HEAD = "{\"requests\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** A request as JSON that waits for its record. */
    private static final class Waiting {
        private final UUID service;
        private final int bytes;
        private final Promise<Durability> durable = Promise.promise();
        private byte[] json;

        Waiting(UUID service, byte[] json) {
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

    /** What one event loop has accepted for one partition, and how many of its records are on their way. */
    private static final class Gathering {
        private final int partition;
        private List<Waiting> requests = new ArrayList<>();
        private boolean due;
        private int underWay;

        Gathering(int partition) {
            this.partition = partition;
        }
    }

    private final SpoolRelay line;
    private final Ids ids;
    private final InstantSource clock;
    private final long maxWaiting;
    private final Map<UUID, Long> waitingOf = new ConcurrentHashMap<>();
    private final DistributionSummary requestsPerRecord;
    private final FastThreadLocal<List<Gathering>> gatherings = new FastThreadLocal<>() {
        @Override
        protected List<Gathering> initialValue() {
            return IntStream.range(0, Topics.ALERTS.partitions())
                    .mapToObj(Gathering::new)
                    .toList();
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
        var waiting = new Waiting(service, json);
        var gathering = gatherings.get().get(partition(service));
        gathering.requests.add(waiting);
        if (!gathering.due && gathering.underWay < UNDER_WAY) {
            gathering.due = true;
            context().runOnContext(end -> flush(gathering));
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
        gathering.due = false;
        var requests = gathering.requests;
        if (!requests.isEmpty()) {
            // Emptied first: whatever happens to these, the next begin anew.
            gathering.requests = new ArrayList<>();
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
        gathering.underWay++;
        requestsPerRecord.record(batch.size());
        var data = Buffer.buffer(HEAD.length + bytes + TAIL.length).appendBytes(HEAD);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                data.appendByte((byte) ',');
            }
            data.appendBytes(batch.get(i).taken());
        }
        data.appendBytes(TAIL);
        var context = context();
        line.send(new LogRecord(
                        gathering.partition,
                        batch.getFirst().service.toString(),
                        ids.next(),
                        AlertBatch.TYPE,
                        clock.instant(),
                        data))
                .onComplete(kept -> context.runOnContext(arrived -> {
                    gathering.underWay--;
                    batch.forEach(waiting -> {
                        done(waiting.service, waiting.bytes);
                        if (kept.succeeded()) {
                            waiting.durable.complete(kept.result());
                        } else {
                            waiting.durable.fail(kept.cause());
                        }
                    });
                    flush(gathering);
                }));
    }
}
