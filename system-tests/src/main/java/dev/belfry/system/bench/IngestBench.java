package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.id.Sha256;
import dev.belfry.system.bench.Load.Target;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many alerts alert-ingest answers after the broker's ack, beside the bare ceiling on the same broker and beside an
 * Alertmanager, which keeps them in memory, in the same minutes; with the CPU of the server and of the broker per alert.
 * Load generator, servers and broker share the machine.
 */
final class IngestBench {
    private static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final int CONNECTIONS = 64;
    /** As many different alerts as there are; more would be a storm to some, and memory to others. */
    private static final int ALERTS = 4_000;

    private static final Duration RUN = Duration.ofSeconds(8);

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();
    private final Load load = new Load(vertx, CONNECTIONS);

    IngestBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    /** A server under load, and whose CPU counts for it. */
    private record Runner(
            String name, Process process, @Nullable KafkaProcess broker, Target one, Target hundred) {}

    /** What a runner did. */
    private record Measured(Load.Result load, double serverCpu, double brokerCpu, int alerts) {
        double alertsPerSecond() {
            return load.perSecond() * alerts;
        }

        double micros(double cpu) {
            return Math.round(cpu * 1e7 / (load.answered() * (double) alerts)) / 10.0;
        }

        double alertsPerCpuSecond() {
            return Math.round(load.answered() * (double) alerts / (serverCpu + brokerCpu));
        }
    }

    void run() throws Exception {
        try (var kafka = KafkaProcess.start(programs.directory(), 0, 0, false)) {
            TopicAdmin.createMissing(vertx, kafka.bootstrap(), Topics.ALL).await();
            publishKey(kafka.bootstrap());
            var ours = ingest(kafka);
            var tick = ceiling(kafka, "tick");
            var each = ceiling(kafka, "each");
            var runners = new ArrayList<>(List.of(ours, tick, each));
            var peer = alertmanager();
            if (peer != null) {
                runners.add(peer);
            }
            for (var runner : runners) {
                Programs.await(Duration.ofMinutes(1), () -> load.once(runner.one()) / 100 == 2);
            }
            var pagerDuty = new Target(ours.one().port(), "/v2/enqueue", IngestBench::event);
            for (int round = 0; round < 3; round++) {
                load.run(pagerDuty, Duration.ofSeconds(3));
                for (var runner : runners) {
                    load.run(runner.one(), Duration.ofSeconds(3));
                    load.run(runner.hundred(), Duration.ofSeconds(3));
                }
            }
            var one = measureAll(runners, Runner::one, 1);
            var events = measure(ours, pagerDuty, 1);
            write("ingest.one", ours, one);
            one.put(ours.name(), events);
            write("ingest.one.pagerduty", ours, one);
            write("ingest.hundred", ours, measureAll(runners, Runner::hundred, 100));
            var half = load.run(pagerDuty, RUN, events.alertsPerSecond() / 2);
            figures.write(
                    "ingest.half.p99",
                    half.p99(),
                    "ms",
                    Map.of(
                            "how",
                            "PagerDuty events at half the rate above, open loop",
                            "rate",
                            half.perSecond(),
                            "p50",
                            half.p50()));
            figures.write(
                    "ingest.resident",
                    Programs.residentMebibytes(ours.process().toHandle()),
                    "MiB",
                    Map.of("how", "after that load, -Xmx96m"));
        }
    }

    private Runner ingest(KafkaProcess kafka) throws IOException {
        int port = Ports.free();
        var process = programs.jar(
                "alert-ingest/target/alert-ingest.jar",
                Map.of(
                        "BELFRY_HTTP_PORT", Integer.toString(port),
                        "BELFRY_MANAGEMENT_PORT", "0",
                        "BELFRY_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                        "BELFRY_INGEST_SPOOL",
                                programs.directory().resolve("spool").toString(),
                        "BELFRY_INGEST_PER_SECOND", "1000000",
                        "BELFRY_INGEST_STORM_ALERTS", "1000000",
                        "BELFRY_LOG_LEVEL", "WARN"),
                "96m");
        var path = "/alertmanager/" + KEY + "/api/v2/alerts";
        return new Runner(
                "ours", process, kafka, new Target(port, path, alerts(1)), new Target(port, path, alerts(100)));
    }

    private Runner ceiling(KafkaProcess kafka, String kind) throws IOException {
        int port = Ports.free();
        var process = programs.main(Ceiling.class, "96m", kafka.bootstrap(), Integer.toString(port), "2", kind);
        return new Runner(kind, process, kafka, new Target(port, "/", alerts(1)), new Target(port, "/", alerts(100)));
    }

    /** Null where there is none: BENCH_ALERTMANAGER names another than the system's. */
    private @Nullable Runner alertmanager() throws IOException {
        var program = Path.of(
                Objects.requireNonNullElse(System.getenv("BENCH_ALERTMANAGER"), "/usr/bin/prometheus-alertmanager"));
        if (!Files.isExecutable(program)) {
            return null;
        }
        int port = Ports.free();
        var directory = programs.directory();
        var configuration = Files.writeString(
                directory.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        var process = programs.command(List.of(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="));
        var path = "/api/v2/alerts";
        return new Runner(
                "alertmanager", process, null, new Target(port, path, alerts(1)), new Target(port, path, alerts(100)));
    }

    private Map<String, Measured> measureAll(
            List<Runner> runners, java.util.function.Function<Runner, Target> target, int alerts) throws IOException {
        var all = new LinkedHashMap<String, Measured>();
        for (var runner : runners) {
            all.put(runner.name(), measure(runner, target.apply(runner), alerts));
        }
        return all;
    }

    private Measured measure(Runner runner, Target target, int alerts) throws IOException {
        double serverBefore = Programs.cpuSeconds(runner.process().pid());
        var broker = runner.broker();
        double brokerBefore = broker == null ? 0 : Programs.cpuSeconds(broker.pid());
        var result = load.run(target, RUN);
        return new Measured(
                result,
                Programs.cpuSeconds(runner.process().pid()) - serverBefore,
                broker == null ? 0 : Programs.cpuSeconds(broker.pid()) - brokerBefore,
                alerts);
    }

    private void write(String name, Runner ours, Map<String, Measured> all) throws IOException {
        var mine = Objects.requireNonNull(all.get(ours.name()));
        var more = new LinkedHashMap<String, Object>();
        more.put(
                "how",
                CONNECTIONS + " connections, closed loop, " + RUN.toSeconds() + " s, " + ALERTS
                        + " different alerts, answered after the broker's ack");
        more.put("serverCpuMicros", mine.micros(mine.serverCpu()));
        more.put("brokerCpuMicros", mine.micros(mine.brokerCpu()));
        more.put("perCpuSecond", mine.alertsPerCpuSecond());
        more.put("p50Ms", mine.load().p50());
        more.put("p99Ms", mine.load().p99());
        more.put("refused", mine.load().refused());
        all.forEach((runner, other) -> {
            if (!runner.equals(ours.name())) {
                more.put(runner, Math.round(other.alertsPerSecond()));
                more.put(runner + "PerCpuSecond", other.alertsPerCpuSecond());
                more.put(runner + "Micros", other.micros(other.serverCpu()) + "+" + other.micros(other.brokerCpu()));
                more.put("of_" + runner, ratio(mine.alertsPerSecond(), other.alertsPerSecond()));
                more.put("cpu_of_" + runner, ratio(mine.alertsPerCpuSecond(), other.alertsPerCpuSecond()));
            }
        });
        figures.write(name, mine.alertsPerSecond(), "alerts/s", more);
    }

    private static double ratio(double one, double other) {
        return Math.round(100 * one / other) / 100.0;
    }

    private void publishKey(String bootstrap) {
        var entry = new IntegrationEntry(new UUID(1, 1), new UUID(2, 2), "bench", "events", Sha256.hex(KEY));
        Keys.publish(
                vertx,
                bootstrap,
                List.of(new Keys.Entry(entry.id().toString(), entry.id(), IntegrationEntry.TYPE, entry)));
    }

    private static Buffer event(int i) {
        int number = i % ALERTS;
        return Buffer.buffer(
                "{\"routing_key\":\"" + KEY + "\",\"event_action\":\"trigger\",\"dedup_key\":\"eu1/db-" + number
                        + "/disk\",\"payload\":{\"summary\":\"Disk 97% full on db-" + number
                        + "\",\"source\":\"db-7.eu1.example.net\",\"severity\":\"critical\","
                        + "\"timestamp\":\"2026-03-04T05:06:07.123+0000\",\"component\":\"postgres\",\"group\":\"eu1-db\","
                        + "\"class\":\"disk\",\"custom_details\":{\"used_pct\":97,\"mount\":\"/var/lib/postgresql\"}}}");
    }

    /** As Prometheus posts them; made before, so that making them costs nothing while it is measured. */
    private static IntFunction<Buffer> alerts(int count) {
        var ends = Instant.now().plusSeconds(3_600);
        var bodies = new ArrayList<Buffer>();
        for (int first = 0; first < ALERTS; first += count) {
            var body = new StringBuilder("[");
            for (int i = first; i < first + count; i++) {
                body.append(i == first ? "" : ",")
                        .append(
                                "{\"annotations\":{\"summary\":\"Disk is 97% full\",\"runbook_url\":\"http://rb.example.net/disk\"},")
                        .append("\"endsAt\":\"")
                        .append(ends)
                        .append("\",\"startsAt\":\"2026-03-04T05:06:07.740Z\",")
                        .append("\"generatorURL\":\"http://prom.example.net/graph?g0.expr=disk\",")
                        .append("\"labels\":{\"alertname\":\"DiskFull\",\"cluster\":\"eu-1\",\"instance\":\"host-")
                        .append(i)
                        .append("\",\"job\":\"node\",\"severity\":\"critical\"}}");
            }
            bodies.add(Buffer.buffer(body.append("]").toString()));
        }
        return i -> bodies.get(i % bodies.size());
    }
}
