package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.id.Sha256;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a team that reports ten alerts a second feels of another that sends as fast as it can: alone, beside repeats, beside
 * alerts that are all new. alert-ingest has its usual quotas.
 */
final class NoisyBench {
    private static final String VICTIM = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a31";
    private static final String NOISY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a32";
    private static final int CONNECTIONS = 64;
    private static final int SENDERS = 10;
    private static final int SECONDS = 20;

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger alerts = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    NoisyBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        try (var kafka = KafkaProcess.start(programs.directory(), 0, 0, false)) {
            TopicAdmin.createMissing(vertx, kafka.bootstrap(), Topics.ALL).await();
            publish(kafka.bootstrap(), 1, VICTIM);
            publish(kafka.bootstrap(), 2, NOISY);
            int port = Ports.free();
            var server = programs.jar(
                    "alert-ingest/target/alert-ingest.jar",
                    Map.of(
                            "BELFRY_HTTP_PORT",
                            Integer.toString(port),
                            "BELFRY_MANAGEMENT_PORT",
                            "0",
                            "BELFRY_KAFKA_BOOTSTRAP",
                            kafka.bootstrap(),
                            "BELFRY_LOG_LEVEL",
                            "WARN"),
                    "192m");
            var load = new Load(vertx, CONNECTIONS);
            var repeats = noise(port, i -> "repeat-" + i % 100);
            // Another round has other alerts, so that none of them is a repeat.
            var fresh = noise(port, i -> "new-" + System.nanoTime() + "-" + i);
            var first = new Load.Target(port, "/v2/enqueue", i -> Buffer.buffer(event(VICTIM, "first")));
            Programs.await(Duration.ofMinutes(1), () -> load.once(first) == 202);
            load.run(repeats, Duration.ofSeconds(10));
            load.run(fresh, Duration.ofSeconds(20));
            victim(port);

            double alone = write("noisy.alone", victim(port), Map.of());
            beside("noisy.beside.repeats", load, port, repeats, server, alone);
            beside("noisy.beside.new", load, port, fresh, server, alone);
        }
    }

    private static Load.Target noise(int port, IntFunction<String> dedupKey) {
        return new Load.Target(port, "/v2/enqueue", i -> Buffer.buffer(event(NOISY, dedupKey.apply(i))));
    }

    private void beside(String name, Load load, int port, Load.Target noise, Process server, double alone)
            throws Exception {
        var result = new Load.Result[1];
        double before = Programs.cpuSeconds(server.pid());
        var thread = Thread.ofPlatform().start(() -> result[0] = load.run(noise, Duration.ofSeconds(SECONDS + 4)));
        TimeUnit.SECONDS.sleep(2);
        var latencies = victim(port);
        thread.join();
        var more = new LinkedHashMap<String, Object>();
        more.put("noisePerSecond", Math.round(result[0].perSecond()));
        more.put("noiseRefused", result[0].refused());
        more.put("serverCpu", Math.round(100 * (Programs.cpuSeconds(server.pid()) - before) / (SECONDS + 4)) / 100.0);
        more.put("allowed", Math.round(10 * (1.1 * alone + 10)) / 10.0);
        write(name, latencies, more);
    }

    private double write(String name, double[] latencies, Map<String, ?> more) throws IOException {
        var told = new LinkedHashMap<String, Object>();
        told.put(
                "how",
                "10 requests a second, open loop, " + SECONDS + " s, each alert new, from when it was due to its 202");
        told.put("refused", refused.getAndSet(0));
        told.putAll(more);
        figures.writeLatencies(name, latencies, told);
        var sorted = latencies.clone();
        Arrays.sort(sorted);
        return Figures.at(sorted, 0.99);
    }

    /** Ten senders with a connection each, one request a second each, a tenth of a second apart; in milliseconds. */
    private double[] victim(int port) throws InterruptedException {
        var latencies = new ConcurrentLinkedQueue<Double>();
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        var threads = IntStream.range(0, SENDERS)
                .mapToObj(sender -> Thread.ofPlatform().start(() -> {
                    try {
                        send(port, start + TimeUnit.MILLISECONDS.toNanos(100L * sender), latencies);
                    } catch (IOException failed) {
                        throw new IllegalStateException(failed);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        return latencies.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void send(int port, long start, ConcurrentLinkedQueue<Double> latencies)
            throws IOException, InterruptedException {
        try (var http = new RawHttp(port, 20_000)) {
            for (int second = 0; second < SECONDS; second++) {
                long due = start + TimeUnit.SECONDS.toNanos(second);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                var body = event(VICTIM, "victim-" + alerts.incrementAndGet());
                var request = "POST /v2/enqueue HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body;
                if (http.exchange("POST", request.getBytes(StandardCharsets.US_ASCII))
                                .status()
                        == 202) {
                    latencies.add((System.nanoTime() - due) / 1e6);
                } else {
                    refused.incrementAndGet();
                }
            }
        }
    }

    private void publish(String bootstrap, int service, String key) {
        var entry =
                new IntegrationEntry(new UUID(1, service), new UUID(2, service), "bench", "events", Sha256.hex(key));
        Keys.publish(
                vertx,
                bootstrap,
                List.of(new Keys.Entry(entry.id().toString(), entry.id(), IntegrationEntry.TYPE, entry)));
    }

    private static String event(String key, String dedupKey) {
        return "{\"routing_key\":\"" + key + "\",\"event_action\":\"trigger\",\"dedup_key\":\"" + dedupKey
                + "\",\"payload\":{\"summary\":\"Disk 97% full\",\"source\":\"db-7.example.net\","
                + "\"severity\":\"critical\",\"custom_details\":{\"used_pct\":97}}}";
    }
}
