package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.engines.KafkaProcess;
import dev.belfry.engines.Ports;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A broker of its own is frozen and killed under a running intake; every 202 is accounted for. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerAwayIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final UUID SERVICE = new UUID(1, 1);

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Instant> ticks = new ConcurrentLinkedQueue<>();
    private final int smtpPort = Ports.free();
    private int kafkaPort;
    private @Nullable KafkaProcess kafka;
    private @Nullable Host host;
    private @Nullable Host observer;

    @BeforeEach
    void start() throws Exception {
        kafkaPort = Ports.free();
        startKafka();
        startIntake(directory.resolve("spool"));
        startObserver();
        var entry =
                new IntegrationEntry(new UUID(2, 2), SERVICE, "probe", "events", Sha256.hex(KEY), null, null, 100_000);
        Announced.by(observer(), entry);
        await().atMost(SOON).until(() -> post("first").statusCode() == 202);
    }

    @AfterEach
    void stop() throws Exception {
        if (kafka != null) {
            signal("CONT");
        }
        if (host != null) {
            host.stop();
        }
        if (observer != null) {
            observer.stop();
        }
        if (kafka != null) {
            kafka.close();
        }
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void startKafka() throws Exception {
        kafka = KafkaProcess.start(directory.resolve("kafka"), kafkaPort, 0, false);
    }

    private void startIntake(@Nullable Path spool) {
        host = IngestService.start(new Settings(
                HostSettings.forTests("alert-ingest", null, "127.0.0.1:" + kafkaPort),
                32 * 1024 * 1024,
                32 * 1024 * 1024,
                spool,
                64 * 1024 * 1024,
                100,
                100_000,
                URI.create("http://127.0.0.1:1"),
                smtpPort,
                ""));
    }

    private void startObserver() {
        var started = Host.open(HostSettings.forTests("observer", null, "127.0.0.1:" + kafkaPort), null);
        started.table(Topics.ALERTS.name(), event -> {
            if (event.type().equals(AlertBatch.TYPE)) {
                event.as(AlertBatch.class)
                        .requests()
                        .forEach(request -> request.alerts().stream()
                                .map(AlertSignal::dedupKey)
                                .forEach(heard::add));
            } else if (event.type().equals(IntakeTick.TYPE)) {
                ticks.add(event.as(IntakeTick.class).at());
            }
        });
        started.start();
        observer = started;
    }

    private Host host() {
        if (host == null) {
            throw new IllegalStateException("no intake");
        }
        return host;
    }

    private Host observer() {
        if (observer == null) {
            throw new IllegalStateException("no observer");
        }
        return observer;
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (kafka == null) {
            throw new IllegalStateException("no broker");
        }
        new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid()))
                .start()
                .waitFor();
    }

    private HttpResponse<Buffer> post(String key) throws Exception {
        return client.post(host().httpPort(), "127.0.0.1", "/v1/webhooks/generic/" + KEY)
                .timeout(9_000)
                .sendBuffer(Buffer.buffer("{\"dedup_key\":\"" + key + "\",\"summary\":\"" + key + "\"}"))
                .await(10, TimeUnit.SECONDS);
    }

    /** Sends one after the other; what was answered with 202, in order. */
    private List<String> send(String prefix, int count) throws Exception {
        var accepted = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            if (post(prefix + i).statusCode() == 202) {
                accepted.add(prefix + i);
            }
        }
        return accepted;
    }

    private void awaitHeard(List<String> accepted) {
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsAll(accepted));
        Set<String> inOrder = new LinkedHashSet<>(heard);
        inOrder.retainAll(accepted);
        assertThat(List.copyOf(inOrder)).isEqualTo(accepted);
    }

    @Test
    void aStartBesideABrokerThatAnswersDoesNotTakeItForAway() {
        await("the clock by which silence is measured runs").atMost(SOON).until(() -> !ticks.isEmpty());
        var metrics = host().metrics();
        assertThat(metrics.get("belfry.ingest.spooled.records").counter().count())
                .isZero();
        assertThat(metrics.get("belfry.ingest.broker.up").gauge().value()).isEqualTo(1);
    }

    @Test
    void whileTheBrokerIsFrozenAlertsAreTakenAndToldInOrderAfterwards() throws Exception {
        signal("STOP");
        var first = post("frozen first");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.getHeader("X-Accept-Durability")).isEqualTo("node");
        var accepted = send("frozen ", 300);
        assertThat(accepted).hasSize(300);
        var known = ticks.size();

        signal("CONT");
        accepted.addAll(send("later ", 50));
        awaitHeard(accepted);
        await().atMost(SOON).until(() -> ticks.size() > known);
        await().atMost(SOON).until(() -> post("at last").getHeader("X-Accept-Durability") == null);
    }

    @Test
    void underUnbrokenLoadTheLineGoesUpAgainWhenTheBrokerIsBack() throws Exception {
        var going = new AtomicBoolean(true);
        var spooled = new AtomicInteger();
        var direct = new AtomicInteger();
        var accepted = new ConcurrentLinkedQueue<String>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < 16; sender++) {
                var prefix = "sender " + sender + " ";
                senders.submit(() -> {
                    for (int i = 0; going.get(); i++) {
                        var answer = post(prefix + i);
                        if (answer.statusCode() == 202) {
                            accepted.add(prefix + i);
                            (answer.getHeader("X-Accept-Durability") == null ? direct : spooled).incrementAndGet();
                        }
                    }
                    return null;
                });
            }
            try {
                for (int round = 0; round < 2; round++) {
                    int before = spooled.get();
                    signal("STOP");
                    await().atMost(SOON).until(() -> spooled.get() > before + 500);
                    signal("CONT");
                    int then = direct.get();
                    await().atMost(SOON).until(() -> direct.get() > then + 500);
                }
            } finally {
                going.set(false);
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsAll(accepted));
        for (int sender = 0; sender < 16; sender++) {
            var prefix = "sender " + sender + " ";
            var numbers = heard.stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> Integer.valueOf(key.substring(prefix.length())))
                    .distinct()
                    .toList();
            assertThat(numbers).isSorted();
        }
    }

    @Test
    void aKilledIntakeTellsWhatItHadTakenWhenItStartsAgainEvenBeforeTheBrokerIsBack() throws Exception {
        await().atMost(SOON).until(() -> Files.exists(directory.resolve("spool/keys.json")));
        signal("KILL");
        var accepted = send("before ", 100);
        assertThat(accepted).hasSize(100);
        host().stop();
        startIntake(directory.resolve("spool"));
        accepted.addAll(send("without broker ", 100));
        assertThat(accepted).hasSize(200);

        startKafka();
        awaitHeard(accepted);
    }

    @Test
    void withoutASpoolSendersAreToldToComeBack() throws Exception {
        host().stop();
        startIntake(null);
        await().atMost(SOON).until(() -> post("up").statusCode() == 202);
        signal("STOP");
        var refused = post("frozen");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isNotBlank();
        var pagerDuty = client.post(host().httpPort(), "127.0.0.1", "/v2/enqueue")
                .sendBuffer(Buffer.buffer(
                        "{\"routing_key\":\"" + KEY + "\",\"event_action\":\"resolve\",\"dedup_key\":\"x\"}"))
                .await(10, TimeUnit.SECONDS);
        assertThat(pagerDuty.statusCode()).isEqualTo(429);
        assertThat(new MailClient(smtpPort).send(KEY + "@example.net", "Subject: frozen\r\n\r\nx"))
                .isEqualTo(451);
        signal("CONT");
        await().atMost(SOON).until(() -> post("back").statusCode() == 202);
        awaitHeard(List.of("back"));
    }
}
