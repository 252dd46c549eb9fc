package dev.belfry.system.bench;

import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A million mutated requests against alert-ingest as a process: what is answered, and whether its memory grows. {@code
 * -Dfuzz.requests} and {@code -Dfuzz.seed} say how many and which.
 */
final class FuzzBench {
    private static final int WARM = 100_000;
    /** From the middle to the end: until then the heap and what the compiler keeps reach their size. */
    private static final double MOST_GROWTH = 1.25;

    private final Programs programs;
    private final Figures figures;

    FuzzBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        int requests = Integer.getInteger("fuzz.requests", 1_000_000);
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with BELFRY_JAVA_OPTS=-Dfuzz.seed=" + seed + ")");
        var vertx = Vertx.vertx();
        var owner = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{\"data\":[]}"))
                .listen(0, "127.0.0.1")
                .await();
        try (var kafka = KafkaProcess.start(programs.directory(), 0, 0, false)) {
            Fuzz.openDoors(kafka.bootstrap());
            int port = Ports.free();
            int management = Ports.free();
            var spool = programs.directory();
            var server = programs.jar(
                    "alert-ingest/target/alert-ingest.jar",
                    Map.of(
                            "BELFRY_HTTP_PORT",
                            Integer.toString(port),
                            "BELFRY_MANAGEMENT_PORT",
                            Integer.toString(management),
                            "BELFRY_KAFKA_BOOTSTRAP",
                            kafka.bootstrap(),
                            "BELFRY_INCIDENT_URL",
                            "http://127.0.0.1:" + owner.actualPort(),
                            "BELFRY_INGEST_SPOOL",
                            spool.toString(),
                            "BELFRY_INGEST_PER_SECOND",
                            "1000000",
                            "BELFRY_INGEST_STORM_ALERTS",
                            "1000000",
                            "BELFRY_LOG_LEVEL",
                            "WARN"),
                    "192m");
            var load = new Load(vertx, 1);
            var first = new Load.Target(
                    port, "/v1/webhooks/generic/" + Sample.KEY, i -> Buffer.buffer("{\"summary\":\"first\"}"));
            Programs.await(Duration.ofMinutes(1), () -> load.once(first) == 202);
            long start = System.nanoTime();
            var fuzz = new Fuzz(programs.root(), port, seed);
            fuzz.run(WARM);
            var resident = new LinkedHashMap<Integer, Double>();
            resident.put(WARM, Programs.residentMebibytes(server.toHandle()));
            for (int sent = WARM; sent < requests; ) {
                int more = Math.min(requests - sent, sent < 500_000 ? 500_000 - sent : 500_000);
                fuzz.run(more);
                sent += more;
                resident.put(sent, Programs.residentMebibytes(server.toHandle()));
            }
            write(fuzz, seed, requests, (System.nanoTime() - start) / 1e9, resident);
            var errors = Fuzz.errors(Files.readAllLines(programs.output(server)).stream());
            fuzz.faults().forEach(System.err::println);
            errors.forEach(System.err::println);
            if (!fuzz.faults().isEmpty() || !errors.isEmpty() || grows(List.copyOf(resident.values()))) {
                throw new IllegalStateException("the fuzz run found something, seed " + seed);
            }
        } finally {
            vertx.close().await();
        }
    }

    private static boolean grows(List<Double> resident) {
        return resident.getLast() > resident.get(resident.size() / 2) * MOST_GROWTH;
    }

    private void write(Fuzz fuzz, long seed, int requests, double seconds, Map<Integer, Double> resident)
            throws Exception {
        figures.write(
                "fuzz.faults",
                fuzz.faults().size(),
                "requests",
                Map.of(
                        "how",
                        "mutated requests over HTTP at all doors, 32 connections, a real broker",
                        "requests",
                        requests,
                        "seed",
                        seed,
                        "seconds",
                        Math.round(seconds),
                        "statuses",
                        fuzz.statuses(),
                        "cut",
                        fuzz.cut()));
        for (var after : resident.entrySet()) {
            figures.write(
                    "fuzz.resident",
                    after.getValue(),
                    "MiB",
                    Map.of("how", "after so many requests, -Xmx192m", "requests", after.getKey()));
        }
    }
}
