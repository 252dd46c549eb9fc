package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.platform.access.Access;
import dev.belfry.platform.events.Producer;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.json.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * How many requests alert-ingest answers with 202 after the broker's ack, beside the bare ceiling on the same broker in the
 * same minutes, with the CPU of the server and of the broker per alert. Load generator, server and broker share the machine.
 */
final class IngestBench {
    private static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final int CONNECTIONS = 64;

    private final Programs programs;
    private final Figures figures;
    private final Vertx vertx = Vertx.vertx();

    IngestBench(Programs programs, Figures figures) {
        this.programs = programs;
        this.figures = figures;
    }

    void run() throws Exception {
        try (var kafka = KafkaProcess.start(programs.directory(), 0, 0, false)) {
            TopicAdmin.createMissing(vertx, kafka.bootstrap(), Topics.ALL).await();
            publishKey(kafka.bootstrap());
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
            int ceilingPort = Ports.free();
            var ceiling = programs.main(Ceiling.class, "192m", kafka.bootstrap(), Integer.toString(ceilingPort), "2");

            IntFunction<String> one = IngestBench::event;
            IntFunction<String> hundred = i -> group(i, 100);
            var load = new Load(vertx, CONNECTIONS);
            awaitReady(load, port, "/v2/enqueue", one);
            awaitReady(load, ceilingPort, "/", one);
            for (var warm : new int[] {1, 2}) {
                load.run(ceilingPort, "/", one, Duration.ofSeconds(3L * warm));
                load.run(port, "/v2/enqueue", one, Duration.ofSeconds(3L * warm));
            }
            var bare = measure(load, ceiling, kafka, ceilingPort, "/", one, 1);
            var ours = measure(load, server, kafka, port, "/v2/enqueue", one, 1);
            write("ingest.one", ours, bare);
            var path = "/v1/webhooks/alertmanager/" + KEY;
            load.run(port, path, hundred, Duration.ofSeconds(4));
            var bareHundred = measure(load, ceiling, kafka, ceilingPort, "/", hundred, 100);
            var oursHundred = measure(load, server, kafka, port, path, hundred, 100);
            write("ingest.hundred", oursHundred, bareHundred);
            figures.write(
                    "ingest.resident",
                    Programs.residentMebibytes(server.toHandle()),
                    "MiB",
                    Map.of("how", "after that load, -Xmx192m"));
        }
    }

    private record Measured(Load.Result load, double serverCpu, double brokerCpu, int alerts) {
        double alertsPerSecond() {
            return load.perSecond() * alerts;
        }

        double cpuMicros(double cpu) {
            return cpu * 1e6 / (load.answered() * (double) alerts);
        }
    }

    private static Measured measure(
            Load load, Process server, KafkaProcess kafka, int port, String path, IntFunction<String> body, int alerts)
            throws IOException {
        double serverBefore = Programs.cpuSeconds(server.pid());
        double brokerBefore = Programs.cpuSeconds(kafka.pid());
        var result = load.run(port, path, body, Duration.ofSeconds(10));
        return new Measured(
                result,
                Programs.cpuSeconds(server.pid()) - serverBefore,
                Programs.cpuSeconds(kafka.pid()) - brokerBefore,
                alerts);
    }

    private void write(String name, Measured ours, Measured bare) throws IOException {
        var more = new LinkedHashMap<String, Object>();
        more.put(
                "how",
                CONNECTIONS + " connections, closed loop, 10 s, every dedup key new, 202 after the broker's ack");
        more.put("ceiling", Math.round(bare.alertsPerSecond()));
        more.put("ofCeiling", Math.round(100 * ours.alertsPerSecond() / bare.alertsPerSecond()) / 100.0);
        more.put("serverCpuMicros", Math.round(10 * ours.cpuMicros(ours.serverCpu())) / 10.0);
        more.put("brokerCpuMicros", Math.round(10 * ours.cpuMicros(ours.brokerCpu())) / 10.0);
        more.put("ceilingServerCpuMicros", Math.round(10 * bare.cpuMicros(bare.serverCpu())) / 10.0);
        more.put("ceilingBrokerCpuMicros", Math.round(10 * bare.cpuMicros(bare.brokerCpu())) / 10.0);
        more.put("p50Ms", ours.load().p50());
        more.put("p99Ms", ours.load().p99());
        more.put("refused", ours.load().refused());
        figures.write(name, ours.alertsPerSecond(), "alerts/s", more);
    }

    private void publishKey(String bootstrap) {
        var producer = new Producer(vertx, bootstrap, "bench");
        var entry = new IntegrationEntry(new UUID(1, 1), new UUID(2, 2), "bench", "events", Access.sha256(KEY));
        producer.send(
                        Topics.INTEGRATIONS.name(),
                        null,
                        entry.id().toString(),
                        entry.id(),
                        IntegrationEntry.TYPE,
                        entry.id().toString(),
                        Instant.EPOCH,
                        Json.bytes(entry))
                .await();
        producer.close().await();
    }

    private static void awaitReady(Load load, int port, String path, IntFunction<String> body)
            throws InterruptedException {
        Programs.await(Duration.ofMinutes(1), () -> load.once(port, path, body.apply(0)) == 202);
    }

    private static String event(int i) {
        return "{\"routing_key\":\"" + KEY + "\",\"event_action\":\"trigger\",\"dedup_key\":\"eu1/db-" + i
                + "/disk\",\"payload\":{\"summary\":\"Disk 97% full on db-" + i
                + "\",\"source\":\"db-7.eu1.example.net\",\"severity\":\"critical\","
                + "\"timestamp\":\"2026-03-04T05:06:07.123+0000\",\"component\":\"postgres\",\"group\":\"eu1-db\","
                + "\"class\":\"disk\",\"custom_details\":{\"used_pct\":97,\"mount\":\"/var/lib/postgresql\"}}}";
    }

    private static String group(int i, int alerts) {
        var body = new StringBuilder("{\"receiver\":\"belfry\",\"status\":\"firing\",\"version\":\"4\",\"alerts\":[");
        for (int alert = 0; alert < alerts; alert++) {
            body.append(alert == 0 ? "" : ",")
                    .append("{\"status\":\"firing\",\"labels\":{\"alertname\":\"DiskFull\",\"instance\":\"host-")
                    .append(i)
                    .append('-')
                    .append(alert)
                    .append("\",\"severity\":\"critical\"},\"annotations\":{\"summary\":\"Disk is 97% full\"},")
                    .append(
                            "\"startsAt\":\"2026-03-04T05:06:07.740Z\",\"endsAt\":\"0001-01-01T00:00:00Z\",\"fingerprint\":\"")
                    .append(String.format("%08x%08x", i, alert))
                    .append("\"}");
        }
        return body.append("],\"groupKey\":\"{}:{}\",\"truncatedAlerts\":0}").toString();
    }
}
