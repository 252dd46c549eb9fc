package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Engines.class)
class IngestIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final UUID SERVICE = new UUID(1, 1);

    private static Host host;
    private static Host observer;
    private static WebClient client;
    private static final Queue<AlertBatch> BATCHES = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            if (event.type().equals(AlertBatch.TYPE)) {
                BATCHES.add(event.as(AlertBatch.class));
            }
        });
        observer.start();
        client = WebClient.create(host.vertx());
        var entry = new IntegrationEntry(new UUID(2, 2), SERVICE, "probe", "events", Sha256.hex(KEY));
        publish(entry.id(), Json.bytes(entry));
        await().atMost(SOON)
                .until(() -> post("/v1/webhooks/generic/" + KEY, "{\"summary\":\"first\"}")
                                .statusCode()
                        == 202);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static void publish(UUID id, byte @Nullable [] data) {
        observer.producer()
                .send(
                        Topics.INTEGRATIONS.name(),
                        null,
                        id.toString(),
                        id,
                        IntegrationEntry.TYPE,
                        id.toString(),
                        Instant.EPOCH,
                        data)
                .await();
    }

    private static HttpResponse<Buffer> post(String path, String body) {
        return post(path, Buffer.buffer(body), null);
    }

    private static HttpResponse<Buffer> post(String path, Buffer body, @Nullable String encoding) {
        var request = client.post(host.httpPort(), "127.0.0.1", path).putHeader("Content-Type", "application/json");
        if (encoding != null) {
            request.putHeader("Content-Encoding", encoding);
        }
        try {
            return request.sendBuffer(body).await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static String trigger(String dedupKey) {
        return """
                {"routing_key":"%s","event_action":"trigger","dedup_key":"%s",
                 "payload":{"summary":"s","source":"x","severity":"error"},"more":1}""".formatted(KEY, dedupKey);
    }

    @Test
    void anAcceptedAlertIsOnTheTopicWithItsRawBody() {
        var body = trigger("raw");
        var answer = post("/v2/enqueue/", body);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(answer.bodyAsJsonObject())
                .isEqualTo(new JsonObject()
                        .put("status", "success")
                        .put("message", "Event processed")
                        .put("dedup_key", "raw"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BATCHES)
                        .flatExtracting(AlertBatch::requests)
                        .anySatisfy(request -> {
                            assertThat(request.raw()).isEqualTo(body.replace(KEY, "[routing key]"));
                            assertThat(request.serviceId()).isEqualTo(SERVICE);
                            assertThat(request.alerts()).hasSize(1);
                        }));
    }

    @Test
    void manyRequestsAtOnceAreAllDurableInFewRecords() {
        var answers = new ArrayList<io.vertx.core.Future<HttpResponse<Buffer>>>();
        for (int i = 0; i < 500; i++) {
            answers.add(client.post(host.httpPort(), "127.0.0.1", "/v2/enqueue")
                    .sendBuffer(Buffer.buffer(trigger("many-" + i))));
        }
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.await(20, TimeUnit.SECONDS).statusCode())
                                .isEqualTo(202));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BATCHES.stream()
                                .flatMap(batch -> batch.requests().stream())
                                .flatMap(request -> request.alerts().stream())
                                .filter(alert -> alert.dedupKey().startsWith("many-"))
                                .map(dev.belfry.contracts.alert.AlertSignal::dedupKey)
                                .distinct())
                        .hasSize(500));
    }

    /** Each alert is a few bytes in the body and some hundred in the event. */
    @Test
    void aBodyOfVeryManySmallAlertsIsTakenWhole() {
        var alerts = java.util.stream.IntStream.range(0, 18_000)
                .mapToObj(i -> "{\"labels\":{\"n\":\"" + i + "\"}}")
                .collect(java.util.stream.Collectors.joining(","));
        var answer = post(
                "/v1/webhooks/alertmanager/" + KEY,
                "{\"externalURL\":\"https://am.example.net/" + "x".repeat(2_000) + "\",\"alerts\":[" + alerts + "]}");
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BATCHES.stream()
                                .flatMap(batch -> batch.requests().stream())
                                .filter(request -> request.format().equals("alertmanager"))
                                .flatMap(request -> request.alerts().stream())
                                .map(dev.belfry.contracts.alert.AlertSignal::dedupKey)
                                .distinct())
                        .hasSize(18_000));
    }

    @Test
    void halfACharacterAndANulAreReplacedAtTheDoor() {
        var answer = post(
                "/v1/webhooks/generic/" + KEY,
                "{\"summary\":\"cut \\ud83d off\",\"dedup_key\":\"half-\\u0000\",\"details\":{\"a\":\"\\udc00\"}}");
        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BATCHES)
                        .flatExtracting(AlertBatch::requests)
                        .flatExtracting(dev.belfry.contracts.alert.AcceptedRequest::alerts)
                        .anySatisfy(alert -> {
                            assertThat(alert.summary()).isEqualTo("cut \uFFFD off");
                            assertThat(alert.dedupKey()).isEqualTo("half-\uFFFD");
                            assertThat(alert.details()).containsEntry("a", "\uFFFD");
                        }));
    }

    @Test
    void anUnknownKeyIsRefusedInTheWordsOfTheFormat() {
        var unknown = "0".repeat(32);
        var pagerDuty = post("/v2/enqueue", trigger("x").replace(KEY, unknown));
        assertThat(pagerDuty.statusCode()).isEqualTo(400);
        assertThat(pagerDuty.bodyAsJsonObject().getJsonArray("errors").getString(0))
                .isEqualTo("Invalid routing key");

        var webhook = post("/v1/webhooks/alertmanager/" + unknown, "{\"alerts\":[]}");
        assertThat(webhook.statusCode()).isEqualTo(401);
        assertThat(webhook.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(webhook.bodyAsString()).doesNotContain(unknown);
    }

    @Test
    void aDeletedIntegrationTakesNothingMore() {
        var key = "1".repeat(32);
        var id = new UUID(3, 3);
        publish(id, Json.bytes(new IntegrationEntry(id, SERVICE, "gone", "generic", Sha256.hex(key))));
        await().atMost(SOON)
                .until(() -> post("/v1/webhooks/generic/" + key, "{}").statusCode() == 202);
        publish(id, null);
        await().atMost(SOON)
                .until(() -> post("/v1/webhooks/generic/" + key, "{}").statusCode() == 401);
    }

    @Test
    void aBodyOver512KibIsRefusedAndOneOf512KibIsTaken() {
        var padding = "x".repeat(512 * 1024 - trigger("big").length() - 11);
        var largest = trigger("big").replace("\"more\":1", "\"more\":1,\"pad\":\"" + padding + "\"");
        assertThat(largest.length()).isBetween(512 * 1024 - 20, 512 * 1024);
        assertThat(post("/v2/enqueue", largest).statusCode()).isEqualTo(202);

        var tooLarge = post("/v2/enqueue", largest + " ".repeat(100));
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.bodyAsJsonObject().getString("status")).isEqualTo("invalid event");
    }

    @Test
    void gzipIsTakenAndABombIsNot() throws IOException {
        assertThat(post("/v2/enqueue", gzip(trigger("zip")), "gzip").statusCode())
                .isEqualTo(202);
        assertThat(post("/v2/enqueue", gzip(" ".repeat(50_000_000)), "gzip").statusCode())
                .isEqualTo(413);
        assertThat(post("/v2/enqueue", Buffer.buffer("plain"), "gzip").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anUnknownSourceIsNotFoundAsAProblem() {
        var answer = post("/v1/webhooks/nagios-of-old/" + KEY, "{}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    }

    private static Buffer gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** RFC 9110, section 7.8: who does not want the other protocol goes on with this one. */
    @Test
    void aRequestThatOffersHttp2IsAnsweredAllTheSame() {
        // The first request of a connection may offer it.
        var answer = WebClient.create(host.vertx())
                .post(host.httpPort(), "127.0.0.1", "/v1/webhooks/nonsense/key")
                .putHeader("Upgrade", "h2c")
                .timeout(5_000)
                .sendBuffer(Buffer.buffer("{}"))
                .await();
        assertThat(answer.statusCode()).isEqualTo(404);
    }
}
