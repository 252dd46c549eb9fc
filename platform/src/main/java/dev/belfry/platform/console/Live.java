package dev.belfry.platform.console;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML §9.2) to many readers: each event is encoded once; a reader that comes back with
 * {@code Last-Event-ID} gets what it missed, or {@code refetch} when that is too long ago; one that reads too slowly is
 * told to fetch anew instead of being queued for.
 */
public final class Live {
    private static final int KEPT = 256;
    private static final long HEARTBEAT_MS = 15_000;
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    private static final Buffer REFETCH = Buffer.buffer("event: refetch\ndata:\n\n");

    private record Sent(long id, Buffer bytes) {}

    private final int maxReaders;
    /** Each with whether it may still read. */
    private final Map<HttpServerResponse, BooleanSupplier> readers = new ConcurrentHashMap<>();

    private final Set<HttpServerResponse> behind = ConcurrentHashMap.newKeySet();
    private final Deque<Sent> recent = new ArrayDeque<>();
    private long lastId;

    public Live(Vertx vertx, MeterRegistry metrics, String name, int maxReaders, long firstId) {
        this.maxReaders = maxReaders;
        this.lastId = firstId;
        vertx.setPeriodic(HEARTBEAT_MS, beat -> readers.keySet().forEach(this::beat));
        Gauge.builder("belfry.live.readers", readers, Map::size)
                .tag("stream", name)
                .register(metrics);
    }

    /** Makes this request a stream that everybody may read; over the limit it is asked to come back later. */
    public void attach(RoutingContext context) {
        attach(context, () -> true);
    }

    /**
     * Makes this request a stream.
     *
     * @param welcome asked before each event and each heartbeat: the stream ends when its reader is not, any longer
     */
    public void attach(RoutingContext context, BooleanSupplier welcome) {
        var response = context.response();
        if (readers.size() >= maxReaders) {
            response.setStatusCode(503).putHeader("Retry-After", "10").end();
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                // Compression would hold back what must go out at once.
                .putHeader("Content-Encoding", "identity");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        long retry = 1_000 + ThreadLocalRandom.current().nextLong(4_000);
        response.write("retry: " + retry + "\n\n");
        replay(response, context.request().getHeader("Last-Event-ID"));
        readers.put(response, welcome);
        response.closeHandler(closed -> forget(response));
        response.exceptionHandler(broken -> forget(response));
    }

    /** Sends one event to all; {@code data} must be one line. */
    public void send(String event, String data) {
        Buffer bytes;
        synchronized (recent) {
            lastId++;
            bytes = Buffer.buffer("id: " + lastId + "\nevent: " + event + "\ndata: " + data + "\n\n");
            recent.addLast(new Sent(lastId, bytes));
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        }
        readers.keySet().forEach(reader -> write(reader, bytes));
    }

    /** Ends all streams, so that readers go to another replica. */
    public Future<Void> close() {
        readers.keySet().forEach(HttpServerResponse::end);
        readers.clear();
        return Future.succeededFuture();
    }

    private void replay(HttpServerResponse response, @Nullable String lastSeen) {
        if (lastSeen == null || !lastSeen.matches("\\d{1,18}")) {
            return;
        }
        long seen = Long.parseLong(lastSeen);
        synchronized (recent) {
            if (seen == lastId) {
                return;
            }
            if (recent.isEmpty() || recent.getFirst().id() > seen + 1 || seen > lastId) {
                response.write(REFETCH);
                return;
            }
            recent.stream().filter(sent -> sent.id() > seen).forEach(sent -> response.write(sent.bytes()));
        }
    }

    private void beat(HttpServerResponse reader) {
        if (isOver(reader)) {
            forget(reader);
        } else if (!reader.writeQueueFull()) {
            reader.write(HEARTBEAT);
        }
    }

    private void write(HttpServerResponse reader, Buffer bytes) {
        if (isOver(reader)) {
            forget(reader);
        } else if (!reader.writeQueueFull()) {
            reader.write(bytes);
        } else if (behind.add(reader)) {
            reader.drainHandler(drained -> {
                behind.remove(reader);
                reader.write(REFETCH);
            });
        }
    }

    /** Ends the stream of who is not welcome any longer. */
    private boolean isOver(HttpServerResponse reader) {
        if (reader.ended() || reader.closed()) {
            return true;
        }
        var welcome = readers.get(reader);
        if (welcome == null || welcome.getAsBoolean()) {
            return false;
        }
        reader.end();
        return true;
    }

    private void forget(HttpServerResponse reader) {
        readers.remove(reader);
        behind.remove(reader);
    }
}
