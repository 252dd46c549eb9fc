package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.id.Sha256;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mutated requests against a running alert-ingest, and what must never come of them: a 5xx other than 503 with
 * Retry-After, an answer that does not come, a connection that ends without one.
 */
public final class Fuzz {
    private static final int CONNECTIONS = 32;
    /** A sender has 10 seconds for its body; who promises more of it than he sends hears of that after them. */
    private static final int PATIENCE_MS = 15_000;

    private static final int MOST_TOLD = 20;
    private static final int WHOLE_BODY = 512 * 1024;

    private final int port;
    private final List<Mutations> streams = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final AtomicLong cut = new AtomicLong();

    public Fuzz(Path root, int port, long seed) throws IOException {
        this.port = port;
        var samples = Sample.all(root);
        for (int i = 0; i < CONNECTIONS; i++) {
            streams.add(new Mutations(samples, seed + i));
        }
    }

    /** Opens the doors that the samples knock at. */
    public static void openDoors(String bootstrap) {
        var vertx = Vertx.vertx();
        try {
            TopicAdmin.createMissing(vertx, bootstrap, Topics.ALL).await();
            var service = new UUID(2, 2);
            var door = new IntegrationEntry(new UUID(1, 1), service, "fuzz", "events", Sha256.hex(Sample.KEY));
            var heartbeat =
                    new HeartbeatEntry(new UUID(3, 3), service, "Backup", "backup", Sha256.hex(Sample.HEARTBEAT_KEY));
            Keys.publish(
                    vertx,
                    bootstrap,
                    List.of(
                            new Keys.Entry(door.id().toString(), door.id(), IntegrationEntry.TYPE, door),
                            new Keys.Entry(heartbeat.key(), heartbeat.id(), HeartbeatEntry.TYPE, heartbeat)));
        } finally {
            vertx.close().await();
        }
    }

    /** Sends that many more. */
    public void run(int requests) throws InterruptedException {
        var threads = streams.stream()
                .map(stream -> Thread.ofVirtual().start(() -> send(stream, requests / CONNECTIONS)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
    }

    /** What must not be, each with the request it came of; the first of them only. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The errors in a log, but for what Vert.x tells of bytes that come behind the end of a connection. */
    public static List<String> errors(Stream<String> log) {
        return log.filter(line -> line.contains("ERROR") && !line.contains("io.vertx.core.net.impl.ConnectionBase"))
                .limit(MOST_TOLD)
                .toList();
    }

    /** How often which status was answered. */
    public Map<Integer, Long> statuses() {
        var counts = new TreeMap<Integer, Long>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** How many broken or oversized requests ended with the connection instead of an answer. */
    public long cut() {
        return cut.get();
    }

    private void send(Mutations stream, int requests) {
        try (var http = new RawHttp(port, PATIENCE_MS)) {
            for (int i = 0; i < requests; i++) {
                var wire = stream.next();
                if (wire.isAbandoned()) {
                    abandon(http, wire);
                } else {
                    send(http, wire);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void abandon(RawHttp http, Mutations.Wire wire) throws IOException {
        try {
            http.abandon(wire.bytes());
        } catch (IOException alreadyClosed) {
            http.close();
        }
    }

    private void send(RawHttp http, Mutations.Wire wire) throws IOException {
        boolean used = http.isOpen();
        try {
            judge(wire, http.exchange(wire.method(), wire.bytes()));
        } catch (SocketTimeoutException hangs) {
            fault("no answer in " + PATIENCE_MS + " ms", wire, null);
        } catch (IOException ended) {
            if (wire.isBroken() || wire.bytes().length > WHOLE_BODY) {
                cut.incrementAndGet();
            } else if (used) {
                // The server may have ended the connection after the answer before this request.
                send(http, wire);
            } else {
                fault("no answer: " + ended, wire, null);
            }
        }
        if (wire.isBroken()) {
            http.close();
        }
    }

    private void judge(Mutations.Wire wire, RawHttp.Answer answer) {
        statuses.computeIfAbsent(answer.status(), first -> new AtomicLong()).incrementAndGet();
        boolean comeBack = answer.status() == 503 && answer.headers().containsKey("retry-after");
        if (answer.status() >= 500 && !comeBack) {
            fault("status " + answer.status(), wire, answer.headers());
        }
    }

    private void fault(String what, Mutations.Wire wire, @Nullable Map<String, String> headers) {
        if (faults.size() < MOST_TOLD) {
            var request =
                    new String(wire.bytes(), 0, Math.min(2_000, wire.bytes().length), StandardCharsets.ISO_8859_1);
            faults.add(what + " " + headers + " (" + wire.bytes().length + " bytes): " + request);
        }
    }
}
