package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.platform.events.TopicAdmin;
import dev.belfry.platform.id.Sha256;
import dev.belfry.system.bench.Keys;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** alert-ingest alone, as an operator runs it, with a spool and no quota that a journey could meet. */
final class IngestProcess implements AutoCloseable {
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final Path directory;
    private final KafkaProcess kafka;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private ServiceProcess process;
    private int starts;

    private IngestProcess(Path directory, KafkaProcess kafka) {
        this.directory = directory;
        this.kafka = kafka;
        this.process = launch();
    }

    /** Starts it on a broker that knows these integrations from now on, and waits until it takes work. */
    static IngestProcess start(Path directory, KafkaProcess kafka, Map<String, IntegrationEntry> integrations) {
        var vertx = Vertx.vertx();
        try {
            TopicAdmin.createMissing(vertx, kafka.bootstrap(), Topics.ALL).await();
            Keys.publish(
                    vertx,
                    kafka.bootstrap(),
                    integrations.values().stream()
                            .map(entry ->
                                    new Keys.Entry(entry.id().toString(), entry.id(), IntegrationEntry.TYPE, entry))
                            .toList());
        } finally {
            vertx.close().await();
        }
        var ingest = new IngestProcess(directory, kafka);
        ingest.awaitReady();
        return ingest;
    }

    /** Integrations of one service each, by their routing keys. */
    static Map<String, IntegrationEntry> integrations(List<String> keys) {
        return keys.stream()
                .collect(java.util.stream.Collectors.toMap(
                        key -> key,
                        key -> new IntegrationEntry(
                                new java.util.UUID(2, keys.indexOf(key)),
                                new java.util.UUID(1, keys.indexOf(key)),
                                "journey",
                                "events",
                                Sha256.hex(key))));
    }

    private ServiceProcess launch() {
        starts++;
        return ServiceProcess.start(
                "alert-ingest",
                directory.resolve("ingest-" + starts + ".out"),
                Map.of(
                        "BELFRY_HTTP_PORT", Integer.toString(port),
                        "BELFRY_MANAGEMENT_PORT", Integer.toString(managementPort),
                        "BELFRY_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                        "BELFRY_INCIDENT_URL", "http://127.0.0.1:1",
                        "BELFRY_INGEST_SPOOL", directory.resolve("spool").toString(),
                        "BELFRY_INGEST_PER_SECOND", "1000000",
                        "BELFRY_INGEST_STORM_ALERTS", "1000000"));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    int starts() {
        return starts;
    }

    void kill() {
        process.kill();
    }

    /** Starts it again on the same spool and ports; it may not take work yet. */
    void startAgain() {
        process.close();
        process = launch();
    }

    void awaitReady() {
        process.awaitReady(managementPort);
    }

    /** Waits until the broker has all that the spool had. */
    void awaitEmptySpool() {
        await("the spool is empty")
                .atMost(SETTLED)
                .ignoreExceptionsInstanceOf(Http.NoAnswer.class)
                .until(() -> metric("belfry_ingest_spool_bytes") == 0 && metric("belfry_ingest_broker_up") == 1);
    }

    double metric(String name) {
        var metrics = process.management(managementPort, "/metrics").body();
        var line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics);
        assertThat(line.find()).as(name + " in " + metrics).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** What the last run printed. */
    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
