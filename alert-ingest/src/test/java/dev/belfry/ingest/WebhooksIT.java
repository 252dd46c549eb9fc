package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
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

/** The addresses and methods that single senders need, through the door and onto the topic. */
@ExtendWith(Engines.class)
class WebhooksIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "5e0d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    private static final String SNS = """
            {"Type":"TYPE","MessageId":"1","TopicArn":"arn:aws:sns:eu-central-1:1:alarms","Message":"x","Token":"t",
             "Timestamp":"2026-03-04T05:06:07.000Z","SignatureVersion":"2","Signature":"AAAA",
             "SigningCertURL":"https://sns.example.com/a.pem","SubscribeURL":"https://sns.example.com/?Action=ConfirmSubscription"}""";

    private static Host host;
    private static Host observer;
    private static WebClient client;
    private static final Queue<AlertBatch> BATCHES = new ConcurrentLinkedQueue<>();
    private static final Queue<Change> CHANGES = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            if (event.type().equals(AlertBatch.TYPE)) {
                BATCHES.add(event.as(AlertBatch.class));
            } else if (event.type().equals(Change.TYPE)) {
                CHANGES.add(event.as(Change.class));
            }
        });
        observer.start();
        client = WebClient.create(host.vertx());
        var entry = new IntegrationEntry(new UUID(5, 2), new UUID(5, 1), "probe", "generic", Sha256.hex(KEY));
        Announced.by(observer, entry);
        await().atMost(SOON)
                .until(() -> send(HttpMethod.POST, "/v1/webhooks/generic/" + KEY, "{\"summary\":\"first\"}")
                                .statusCode()
                        == 202);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, String body, String... headers) {
        var request = client.request(method, host.httpPort(), "127.0.0.1", path);
        for (int i = 0; i < headers.length; i += 2) {
            request.putHeader(headers[i], headers[i + 1]);
        }
        try {
            return request.sendBuffer(Buffer.buffer(body)).await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static void isOnTheTopic(String format, String dedupKey) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BATCHES)
                        .flatExtracting(AlertBatch::requests)
                        .anySatisfy(request -> {
                            assertThat(request.format()).isEqualTo(format);
                            assertThat(request.alerts())
                                    .anySatisfy(alert ->
                                            assertThat(alert.dedupKey()).isEqualTo(dedupKey));
                        }));
    }

    @Test
    void grafanaMayPutAndUptimeKumaMayGet() {
        assertThat(send(
                                HttpMethod.PUT,
                                "/v1/webhooks/grafana/" + KEY,
                                "{\"version\":\"1\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"fingerprint\":\"f1\"}]}")
                        .statusCode())
                .isEqualTo(202);
        isOnTheTopic("grafana", "f1");
        assertThat(send(
                                HttpMethod.GET,
                                "/v1/webhooks/uptimekuma/" + KEY
                                        + "?msg=x&heartbeat=%7B%22status%22%3A0%7D&monitor=%7B%22id%22%3A77%7D",
                                "")
                        .statusCode())
                .isEqualTo(202);
        isOnTheTopic("uptimekuma", "77");
        assertThat(send(HttpMethod.GET, "/v1/webhooks/generic/" + KEY, "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void theAddressesOfOnCallAndGoAlertAreBelfrysToo() {
        assertThat(send(
                                HttpMethod.POST,
                                "/integrations/v1/formatted_webhook/" + KEY + "/",
                                "{\"alert_uid\":\"oncall-1\",\"title\":\"x\",\"state\":\"alerting\"}")
                        .statusCode())
                .isEqualTo(200);
        isOnTheTopic("grafana_oncall", "oncall-1");
        var goalert = send(
                HttpMethod.POST,
                "/api/v2/generic/incoming?token=" + KEY,
                "summary=x&dedup=goalert-1",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(goalert.statusCode()).isEqualTo(204);
        isOnTheTopic("goalert", "goalert-1");
        assertThat(send(HttpMethod.POST, "/api/v2/generic/incoming", "summary=x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(HttpMethod.POST, "/integrations/v1/nothing/" + KEY, "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aChangePagesNobodyAndIsOnTheTopic() {
        assertThat(send(
                                HttpMethod.POST,
                                "/v1/webhooks/github/" + KEY,
                                "{\"action\":\"published\",\"release\":{\"tag_name\":\"v9\"},\"repository\":{\"full_name\":\"example/shop\"}}",
                                "X-GitHub-Event",
                                "release")
                        .statusCode())
                .isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(CHANGES)
                        .anySatisfy(change ->
                                assertThat(change.summary()).isEqualTo("example/shop: release v9 published")));
        assertThat(send(HttpMethod.POST, "/v1/webhooks/github/" + KEY, "{}", "X-Hub-Signature-256", "sha256=00")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void anEnvelopeWhoseCertificateIsNotAmazonsIsRefused() {
        var path = "/v1/webhooks/cloudwatch/" + KEY;
        for (var type : new String[] {"Notification", "SubscriptionConfirmation"}) {
            var answer =
                    send(HttpMethod.POST, path, SNS.replace("TYPE", type), "Content-Type", "text/plain; charset=UTF-8");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(send(
                                HttpMethod.POST,
                                path,
                                "{\"AlarmName\":\"a\",\"AlarmArn\":\"raw-1\"}",
                                "x-amz-sns-rawdelivery",
                                "true")
                        .statusCode())
                .isEqualTo(202);
        isOnTheTopic("cloudwatch", "raw-1");
    }

    @Test
    void aSenderOfCloudEventsMayAskWhetherItMaySend() {
        var path = "/v1/webhooks/cloudevents/";
        var granted = send(HttpMethod.OPTIONS, path + KEY, "", "WebHook-Request-Origin", "events.example.net");
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.getHeader("WebHook-Allowed-Origin")).isEqualTo("events.example.net");
        assertThat(granted.getHeader("WebHook-Allowed-Rate")).isEqualTo("*");
        assertThat(send(HttpMethod.OPTIONS, path + "0".repeat(32), "", "WebHook-Request-Origin", "x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(
                                HttpMethod.POST,
                                path + KEY,
                                "{}",
                                "ce-id",
                                "1",
                                "ce-source",
                                "/s",
                                "ce-type",
                                "t",
                                "ce-specversion",
                                "1.0",
                                "ce-subject",
                                "Euro €")
                        .statusCode())
                .isEqualTo(202);
        isOnTheTopic("cloudevents", "/s/1");
        assertThat(send(HttpMethod.POST, path + KEY, "{}").statusCode()).isEqualTo(415);
    }
}
