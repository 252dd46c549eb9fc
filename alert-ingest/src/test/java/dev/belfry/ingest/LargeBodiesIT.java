package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.source.Source;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The biggest outage makes the largest bodies; and the doors of products Belfry replaces, as their senders knock. */
@ExtendWith(Engines.class)
class LargeBodiesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "1a5e0e0f000102030405060708090a0b";
    private static final UUID SERVICE = new UUID(31, 31);
    private static final int MIB = 1024 * 1024;

    private static Host host;
    private static Host observer;
    private static WebClient client;
    private static final Queue<AcceptedRequest> REQUESTS = new ConcurrentLinkedQueue<>();
    private static final Queue<AlertCommand> COMMANDS = new ConcurrentLinkedQueue<>();
    private static final Queue<HeartbeatPing> PINGS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            switch (event.type()) {
                case AlertBatch.TYPE ->
                    REQUESTS.addAll(event.as(AlertBatch.class).requests());
                case AlertCommand.TYPE -> COMMANDS.add(event.as(AlertCommand.class));
                case HeartbeatPing.TYPE -> PINGS.add(event.as(HeartbeatPing.class));
                default -> {}
            }
        });
        observer.start();
        client = WebClient.create(host.vertx());
        var entry = new IntegrationEntry(new UUID(33, 33), SERVICE, "probe", "events", Sha256.hex(KEY));
        Announced.by(observer, entry);
        await().atMost(SOON)
                .until(() -> post("/v1/webhooks/generic/" + KEY, "{}", Map.of()).statusCode() == 202);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static HttpResponse<Buffer> post(String path, String body, Map<String, String> headers) {
        return post(path, Buffer.buffer(body), headers);
    }

    private static HttpResponse<Buffer> post(String path, Buffer body, Map<String, String> headers) {
        return send(HttpMethod.POST, path, body, headers);
    }

    private static HttpResponse<Buffer> send(HttpMethod method, String path, Buffer body, Map<String, String> headers) {
        try {
            return sent(method, path, body, headers).await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static Future<HttpResponse<Buffer>> sent(
            HttpMethod method, String path, Buffer body, Map<String, String> headers) {
        var request = client.request(method, host.httpPort(), "127.0.0.1", path);
        headers.forEach(request::putHeader);
        return request.sendBuffer(body);
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }

    /** Alerts of about a kilobyte each, as many as are wanted, told apart by their run. */
    private static String alerts(String run, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"status\":\"firing\",\"labels\":{\"alertname\":\"HostDown\",\"run\":\"" + run
                        + "\",\"n\":\"" + i + "\"},\"annotations\":{\"summary\":\"host " + i + " is down\",\"text\":\""
                        + "x".repeat(820) + "\"},\"startsAt\":\"2026-03-04T05:06:07Z\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String group(String run, int count) {
        return "{\"receiver\":\"belfry\",\"version\":\"4\",\"alerts\":" + alerts(run, count)
                + ",\"truncatedAlerts\":0}";
    }

    private static Stream<AlertSignal> signals(String run) {
        return REQUESTS.stream()
                .flatMap(request -> request.alerts().stream())
                .filter(alert -> run.equals(alert.details().get("run"))
                        || (alert.labels() != null && run.equals(alert.labels().get("run"))));
    }

    private static void areAllThere(String run, int count) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(signals(run).map(AlertSignal::dedupKey).distinct())
                                .hasSize(count));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/webhooks/alertmanager/KEY",
                "/v1/webhooks/grafana/KEY",
                "/integrations/v1/alertmanager/KEY/",
                "/api/v2/prometheusalertmanager/incoming?token=KEY"
            })
    void sevenHundredAlertsOfAKilobyteAreAllTaken(String path) {
        var body = group(path, 700);
        assertThat(body.length()).isGreaterThan(Source.SMALL);
        var answer = post(path.replace("KEY", KEY), body, json());
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(200, 202);
        if (answer.statusCode() == 202) {
            assertThat(answer.bodyAsJsonObject().getJsonArray("alerts")).hasSize(700);
        }
        areAllThere(path, 700);
        // Each record of the log has the bodies of its own alerts, whole.
        assertThat(REQUESTS.stream().filter(request -> request.raw().contains(path)))
                .hasSizeGreaterThan(1)
                .allSatisfy(request -> assertThat(new JsonObject(request.raw()).getJsonArray("alerts"))
                        .hasSize(request.alerts().size()));
    }

    @Test
    void sixteenMebibytesAreTakenPlainAndPackedAndNotAByteMore() throws IOException {
        var body = group("plain", 16_000);
        assertThat(body.length()).isBetween(15 * MIB, Source.LARGE);
        assertThat(post("/v1/webhooks/alertmanager/" + KEY, body, json()).statusCode())
                .isEqualTo(202);
        areAllThere("plain", 16_000);
        var packed = Buffer.buffer(gzip(group("packed", 4_000)));
        assertThat(packed.length()).isLessThan(Source.SMALL);
        assertThat(post(
                                "/v1/webhooks/alertmanager/" + KEY,
                                packed,
                                Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"))
                        .statusCode())
                .isEqualTo(202);
        areAllThere("packed", 4_000);

        var over = body + " ".repeat(Source.LARGE - body.length() + 1);
        assertThat(post("/v1/webhooks/alertmanager/" + KEY, over, json()).statusCode())
                .isEqualTo(413);
        var bomb = Buffer.buffer(gzip(" ".repeat(Source.LARGE + 1)));
        var refused = post(
                "/v1/webhooks/alertmanager/" + KEY,
                bomb,
                Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.getHeader("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void prometheusIsTakenAtLengthToo() {
        var path = "/alertmanager/" + KEY + "/api/v2/alerts";
        assertThat(post(path, alerts("prometheus", 3_000), json()).statusCode()).isEqualTo(200);
        areAllThere("prometheus", 3_000);

        var mixed = alerts("mixed", 700).replace("[{\"status", "[{\"labels\":{}},{\"status");
        var answer = post(path, mixed, json());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsString()).contains("at least one label pair required");
        areAllThere("mixed", 700);

        var noList = post(path, "{\"a\":\"" + "x".repeat(Source.SMALL) + "\"}", json());
        assertThat(noList.statusCode()).isEqualTo(400);
        assertThat(noList.bodyAsJsonObject().getInteger("code")).isEqualTo(400);
        var over = post(path, "[" + " ".repeat(Source.LARGE) + "]", json());
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(over.bodyAsJsonObject().getInteger("code")).isEqualTo(413);
    }

    @Test
    void theSignatureOfALargeBodyIsThatOfTheWhole() throws Exception {
        var body = group("signed", 700);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        var name = "X-Grafana-Alerting-Signature";
        assertThat(post("/v1/webhooks/grafana/" + KEY, body, Map.of(name, signature))
                        .statusCode())
                .isEqualTo(202);
        areAllThere("signed", 700);
        assertThat(post("/v1/webhooks/grafana/" + KEY, body + " ", Map.of(name, signature))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aBatchOfCloudEventsMayBeLarge() {
        var events = IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"specversion\":\"1.0\",\"id\":\"" + i
                        + "\",\"source\":\"/x\",\"type\":\"t\",\"run\":\"cloud\","
                        + "\"data\":{\"summary\":\"s\",\"text\":\"" + "x".repeat(500) + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));
        var path = "/v1/webhooks/cloudevents/" + KEY;
        assertThat(post(path, events, Map.of("Content-Type", "application/cloudevents-batch+json"))
                        .statusCode())
                .isEqualTo(202);
        areAllThere("cloud", 2_000);
        assertThat(post(path, events, Map.of("Content-Type", "application/cloudevents+json"))
                        .statusCode())
                .as("one event is no batch")
                .isEqualTo(413);
    }

    @Test
    void oneAlertThatIsLargeAloneIsCoarserAndNotLost() {
        var body = "{\"alerts\":[{\"labels\":{\"alertname\":\"Fat\",\"run\":\"fat\"},\"annotations\":{\"a\":\""
                + "x".repeat(3 * MIB) + "\"}}]}";
        assertThat(post("/v1/webhooks/alertmanager/" + KEY, body, json()).statusCode())
                .isEqualTo(202);
        areAllThere("fat", 1);
    }

    /** What is beyond is asked to come again, and what was taken is given back. */
    @Test
    void largeBodiesAreBoundedInMemoryOverAllRequests() {
        var body = Buffer.buffer(group("many", 15_000));
        var answers = new ArrayList<Future<HttpResponse<Buffer>>>();
        for (int i = 0; i < 8; i++) {
            answers.add(sent(HttpMethod.POST, "/v1/webhooks/alertmanager/" + KEY, body, json()));
        }
        var most = new double[1];
        await().atMost(SOON).until(() -> {
            most[0] = Math.max(most[0], largeBytes());
            return answers.stream().allMatch(Future::isComplete);
        });
        assertThat(most[0]).isLessThanOrEqualTo(32.0 * MIB);
        var statuses = answers.stream()
                .map(answer -> answer.succeeded() ? answer.result().statusCode() : 0)
                .toList();
        assertThat(statuses)
                .contains(202)
                .allMatch(status -> List.of(0, 202, 503).contains(status));
        await().atMost(SOON).until(() -> largeBytes() == 0);
        assertThat(post("/v1/webhooks/alertmanager/" + KEY, body, json()).statusCode())
                .isEqualTo(202);
        areAllThere("many", 15_000);
        await().atMost(SOON).until(() -> largeBytes() == 0);
    }

    private static double largeBytes() {
        return host.metrics().get("belfry.ingest.large.bytes").gauge().value();
    }

    @Test
    void otherFormatsKeepTheirBoundAndTheirWords() {
        var large = "x".repeat(Source.SMALL + 1);
        var pagerDuty = post("/v2/enqueue", large, json());
        assertThat(pagerDuty.statusCode()).isEqualTo(413);
        assertThat(pagerDuty.bodyAsJsonObject().getJsonArray("errors")).isNotEmpty();
        assertThat(post("/v1/webhooks/generic/" + KEY, large, json()).getHeader("Content-Type"))
                .isEqualTo("application/problem+json");
        for (var path : List.of("/v2/alerts", "/v2/alerts/a/attachments", "/v2/heartbeats")) {
            var opsgenie = post(path, large, Map.of("Authorization", "GenieKey " + KEY));
            assertThat(opsgenie.statusCode()).isEqualTo(413);
            assertThat(opsgenie.bodyAsJsonObject().getString("requestId")).isNotBlank();
        }
        var silence = post("/alertmanager/" + KEY + "/api/v2/silences", large, json());
        assertThat(silence.statusCode()).isEqualTo(413);
        assertThat(silence.bodyAsJsonObject().getInteger("code")).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"webhook", "alertmanager", "grafana_alerting", "formatted_webhook"})
    void theAddressesOfOnCallAnswerAsOnCallDoes(String type) {
        var answer = post("/integrations/v1/" + type + "/" + KEY + "/", group("oncall " + type, 1), json());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsString()).isEqualTo("\"Ok.\"");
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST"})
    void anIntegrationOfOnCallHasItsHeartbeat(String method) {
        var path = "/integrations/v1/grafana_alerting/" + KEY + "/heartbeat/";
        PINGS.clear();
        var answer = send(HttpMethod.valueOf(method), path, Buffer.buffer(), Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsString()).isEqualTo("\"Ok.\"");
        await().atMost(SOON)
                .until(() -> PINGS.stream().anyMatch(ping -> "grafana-alerting-heartbeat".equals(ping.slug())));
        assertThat(post(path.replace(KEY, "nobodys"), "", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(post(path.replace("grafana_alerting", "nonsense"), "", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theKeyOfGoAlertMayComeInTheQueryTheFormOrAHeader() {
        var path = "/api/v2/generic/incoming";
        var form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(post(path + "?token=" + KEY, "summary=s&dedup=query", form).statusCode())
                .isEqualTo(204);
        assertThat(post(path, "token=" + KEY + "&summary=s&dedup=form", form).statusCode())
                .isEqualTo(204);
        assertThat(post(path + "?integrationKey=" + KEY, "summary=s&dedup=old", form)
                        .statusCode())
                .isEqualTo(204);
        for (var authorization : List.of(
                "Bearer " + KEY,
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8)),
                "Basic " + Base64.getEncoder().encodeToString(("goalert:" + KEY).getBytes(StandardCharsets.UTF_8)))) {
            var answer = post(
                    path,
                    "{\"summary\":\"s\",\"details\":\"d\",\"dedup\":\"header\"}",
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "Authorization",
                            authorization,
                            "Accept",
                            "application/json"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.bodyAsJsonObject())
                    .contains(
                            Map.entry("status", "triggered"),
                            Map.entry("summary", "s"),
                            Map.entry("details", "d"),
                            Map.entry("service_id", SERVICE.toString()));
            assertThat(answer.bodyAsJsonObject().getJsonObject("dedup").getString("Payload"))
                    .isEqualTo("header");
        }
        assertThat(post(path, "summary=s", form).statusCode()).isEqualTo(401);
        await().atMost(SOON)
                .until(() -> REQUESTS.stream()
                        .flatMap(request -> request.alerts().stream())
                        .map(AlertSignal::dedupKey)
                        .collect(Collectors.toSet())
                        .containsAll(List.of("query", "form", "old", "header")));
        assertThat(REQUESTS).noneMatch(request -> request.raw().contains(KEY));
    }

    /** Vert.x' own client writes a query anew, in UTF-8. */
    private static void postAsItIs(String address) throws Exception {
        try (var plain = java.net.http.HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.httpPort() + address))
                    .header("Authorization", "GenieKey " + KEY)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(plain.send(request, java.net.http.HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isBetween(200, 204);
        }
    }

    @Test
    void anAddressIsReadInTheCharsetItIsIn() throws Exception {
        postAsItIs("/v2/alerts/h%F6st/close?identifierType=alias");
        postAsItIs("/v2/alerts/%20h%FCst%20/close?identifierType=alias");
        await().atMost(SOON)
                .until(() -> COMMANDS.stream()
                        .map(AlertCommand::identifier)
                        .collect(Collectors.toSet())
                        .containsAll(List.of("höst", "hüst")));
        postAsItIs("/api/v2/generic/incoming?token=" + KEY + "&summary=s&dedup=q%F6");
        await().atMost(SOON)
                .until(() -> REQUESTS.stream()
                        .flatMap(request -> request.alerts().stream())
                        .anyMatch(alert -> alert.dedupKey().equals("qö")));
    }

    @Test
    void aQueryMayBeginWithAnAmpersand() {
        var authorization = Map.of("Authorization", "GenieKey " + KEY);
        var removed = send(HttpMethod.DELETE, "/v2/alerts/amp/tags/&tags=a,b&user=bea", Buffer.buffer(), authorization);
        assertThat(removed.statusCode()).as(removed.bodyAsString()).isEqualTo(202);
        var id = removed.bodyAsJsonObject().getString("requestId");
        await().atMost(SOON)
                .until(() -> COMMANDS.stream()
                        .anyMatch(command -> command.id().toString().equals(id)
                                && List.of("a", "b").equals(command.items())
                                && "bea".equals(command.user())));
    }
}
