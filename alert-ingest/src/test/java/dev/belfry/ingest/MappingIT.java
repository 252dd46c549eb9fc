package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's own mapping, from the topic through the door and onto the topic, and how it is tried. */
@ExtendWith(Engines.class)
class MappingIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "7a0d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final String PATH = "/v1/webhooks/generic/" + KEY;

    private static Host host;
    private static Host observer;
    private static WebClient client;
    private static final Queue<AlertSignal> ALERTS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            if (event.type().equals(AlertBatch.TYPE)) {
                event.as(AlertBatch.class).requests().forEach(request -> ALERTS.addAll(request.alerts()));
            }
        });
        observer.start();
        client = WebClient.create(host.vertx());
        var mapping = new PayloadMapping(
                "body.checks",
                null,
                "body.site + '/' + item.n",
                "headers['x-from'] + ': ' + item.n",
                null,
                null,
                null,
                null,
                null);
        var entry = new IntegrationEntry(
                new UUID(9, 2), new UUID(9, 1), "probe", "generic", Sha256.hex(KEY), mapping, null, null);
        Announced.by(observer, entry);
        await().atMost(SOON).until(() -> send(PATH, "{\"checks\":[]}").statusCode() == 202);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static HttpResponse<Buffer> send(String path, String body) {
        try {
            return client.post(host.httpPort(), "127.0.0.1", path)
                    .putHeader("X-From", "probe")
                    .sendBuffer(Buffer.buffer(body))
                    .await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    @Test
    void aBodyIsReadByTheMappingOfItsIntegration() {
        var sent = send(PATH, "{\"site\":\"s\",\"checks\":[{\"n\":\"a\"},{\"n\":\"b\"}]}");
        assertThat(sent.statusCode()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ALERTS).anySatisfy(alert -> {
                    assertThat(alert.dedupKey()).isEqualTo("s/b");
                    assertThat(alert.summary()).isEqualTo("probe: b");
                }));
        assertThat(send(PATH, "\"odd\"").statusCode()).isEqualTo(202);
    }

    @Test
    void aMappingIsTriedAndNothingBecomesOfIt() {
        var own = send(PATH + "/dry-run", "{\"payload\":{\"site\":\"dry\",\"checks\":[{\"n\":\"a\"},{\"m\":1}]}}");
        assertThat(own.statusCode()).isEqualTo(200);
        var shown = own.bodyAsJsonObject();
        assertThat(shown.getJsonArray("alerts").getJsonObject(0).getString("dedup_key"))
                .isEqualTo("dry/a");
        assertThat(shown.getJsonArray("alerts").size()).isEqualTo(2);
        assertThat(shown.getJsonArray("notes").getString(0)).contains("item 1: summary:");
        var bad = send(PATH + "/dry-run", "{\"mapping\":{\"summary\":\"body.\"},\"payload\":{}}");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(bad.bodyAsJsonObject()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("#/mapping/summary");
        assertThat(send("/v1/webhooks/generic/" + "0".repeat(32) + "/dry-run", "{}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(ALERTS).noneMatch(alert -> alert.dedupKey().startsWith("dry/"));
    }
}
