package dev.belfry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.alert.IdentifierType;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The doors of Opsgenie, of an Alertmanager and of pings, as their clients knock. */
@ExtendWith(Engines.class)
class DoorsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "0d0e0f000102030405060708090a0b0c";
    private static final String PING_KEY = "6a9f2f0e-8d2b-4c1a-9f00-0123456789ab";
    private static final String MADE = "made-by-its-ping-";
    private static final UUID SERVICE = new UUID(11, 11);
    private static final UUID HEARTBEAT = new UUID(12, 12);
    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    private static Host host;
    private static Host observer;
    private static WebClient client;
    private static final Queue<AcceptedRequest> REQUESTS = new ConcurrentLinkedQueue<>();
    private static final Queue<AlertCommand> COMMANDS = new ConcurrentLinkedQueue<>();
    private static final Queue<HeartbeatPing> PINGS = new ConcurrentLinkedQueue<>();
    private static final Queue<Change> CHANGES = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        host = IngestService.start(Settings.forTests(HostSettings.forTests("alert-ingest", null, Engines.kafka())));
        observer = Host.open(HostSettings.forTests("observer", null, Engines.kafka()), null);
        observer.tail(Topics.ALERTS.name(), event -> {
            switch (event.type()) {
                case AlertBatch.TYPE ->
                    REQUESTS.addAll(event.as(AlertBatch.class).requests());
                case AlertCommand.TYPE -> COMMANDS.add(event.as(AlertCommand.class));
                case HeartbeatPing.TYPE -> {
                    var ping = event.as(HeartbeatPing.class);
                    make(ping);
                    PINGS.add(ping);
                }
                case Change.TYPE -> CHANGES.add(event.as(Change.class));
                default -> {}
            }
        });
        observer.start();
        client = WebClient.create(host.vertx());
        var entry = new IntegrationEntry(new UUID(13, 13), SERVICE, "probe", "events", Sha256.hex(KEY));
        publish(entry.id().toString(), IntegrationEntry.TYPE, Json.bytes(entry));
        var heartbeat =
                new HeartbeatEntry(HEARTBEAT, SERVICE, "Nightly backup", "nightly-backup", Sha256.hex(PING_KEY));
        publish(heartbeat.key(), HeartbeatEntry.TYPE, Json.bytes(heartbeat));
        await().atMost(SOON)
                .until(() -> send(HttpMethod.GET, "/ping/" + PING_KEY, null, Map.of())
                                .statusCode()
                        == 200);
    }

    @AfterAll
    static void stop() {
        host.stop();
        observer.stop();
    }

    private static void publish(String key, String type, byte[] data) {
        observer.producer()
                .send(Topics.INTEGRATIONS.name(), null, key, UUID.randomUUID(), type, key, Instant.EPOCH, data)
                .await();
    }

    private static HttpResponse<Buffer> send(
            HttpMethod method, String path, @Nullable String body, Map<String, String> headers) {
        var request = client.request(method, host.httpPort(), "127.0.0.1", path);
        headers.forEach(request::putHeader);
        return (body == null ? request.send() : request.sendBuffer(Buffer.buffer(body))).await();
    }

    private static HttpResponse<Buffer> opsgenie(String method, String path, @Nullable String body) {
        return send(HttpMethod.valueOf(method), path, body, Map.of("Authorization", "GenieKey " + KEY));
    }

    private static HttpResponse<Buffer> prometheus(@Nullable String body) {
        return send(
                HttpMethod.POST,
                "/alertmanager/" + KEY + "/api/v2/alerts",
                body,
                Map.of("Content-Type", "application/json"));
    }

    private static AcceptedRequest requestWith(String dedupKey) {
        return await().atMost(SOON)
                .until(
                        () -> REQUESTS.stream()
                                .filter(request -> request.alerts().stream()
                                        .anyMatch(alert -> alert.dedupKey().equals(dedupKey)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static AlertCommand command(String requestId) {
        return await().atMost(SOON)
                .until(
                        () -> COMMANDS.stream()
                                .filter(command -> command.id().toString().equals(requestId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void anOpsgenieAlertIsCreatedUnderItsRequestId() {
        var answer = opsgenie(
                "POST",
                "/v2/alerts",
                "{\"message\":\"Disk full\",\"alias\":\"eu1/db7 disk\",\"description\":\"two\\nlines\",\"priority\":\"P1\","
                        + "\"tags\":[\"prod\"],\"details\":{\"n\":7},\"entity\":\"db7\",\"source\":\"zabbix\","
                        + "\"teams\":[{\"type\":\"team\",\"name\":\"x\"}],\"visibleTo\":[]}");
        assertThat(answer.statusCode()).isEqualTo(202);
        var body = answer.bodyAsJsonObject();
        assertThat(body.getString("result")).isEqualTo("Request will be processed");
        assertThat(body.getDouble("took")).isNotNegative();
        assertThat(answer.getHeader("X-Request-Id")).isEqualTo(body.getString("requestId"));
        assertThat(answer.getHeader("X-RateLimit-State")).isEqualTo("OK");

        var request = requestWith("eu1/db7 disk");
        assertThat(request.id()).hasToString(body.getString("requestId"));
        assertThat(request.format()).isEqualTo("opsgenie");
        var alert = request.alerts().getFirst();
        assertThat(alert.summary()).isEqualTo("Disk full");
        assertThat(alert.description()).isEqualTo("two\nlines");
        assertThat(alert.priority()).isEqualTo("P1");
        assertThat(alert.tags()).containsExactly("prod");
        assertThat(alert.details()).containsEntry("n", "7");
        assertThat(alert.component()).isEqualTo("db7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST|/acknowledge|{}|ACKNOWLEDGE",
                "POST|/unacknowledge|null|UNACKNOWLEDGE",
                "POST|/close/||CLOSE",
                "POST|/close|{\"IdentifierType\":1,\"user\":\"bea\",\"note\":\"done\"}|CLOSE",
                "POST|/snooze|{\"endTime\":\"2030-01-01T00:00:00Z\"}|SNOOZE",
                "POST|/escalate|{\"escalation\":{\"name\":\"Second line\"}}|ESCALATE",
                "POST|/assign|{\"owner\":{\"username\":\"bea@example.net\"}}|ASSIGN",
                "POST|/teams|{\"team\":{\"name\":\"db\"}}|ADD_TEAM",
                "POST|/responders|{\"responder\":{\"type\":\"user\",\"id\":\"7\",\"username\":\"\"}}|ADD_RESPONDER",
                "POST|/notes|{\"note\":\"looking\"}|ADD_NOTE",
                "POST|/tags|{\"tags\":[\"a\",\"b\"]}|ADD_TAGS",
                "DELETE|/tags?tags=a,b&user=bea||REMOVE_TAGS",
                "POST|/details|{\"details\":{\"a\":\"b\"}}|ADD_DETAILS",
                "DELETE|/details?keys=a||REMOVE_DETAILS",
                "PUT|/priority|{\"priority\":\"P2\"}|CHANGE_PRIORITY",
                "PUT|/message|{\"message\":\"new\"}|CHANGE_MESSAGE",
                "PUT|/description|{\"description\":\"new\"}|CHANGE_DESCRIPTION",
                "POST|/actions/Restart%20it|{}|RUN_ACTION",
                "DELETE|||DELETE"
            })
    void whatFollowsAnAlertBecomesACommand(
            String method, @Nullable String rest, @Nullable String body, AlertVerb verb) {
        var path = "/v2/alerts/eu1%2Fdb7%20disk" + Objects.requireNonNullElse(rest, "");
        var answer = opsgenie(method, path + (path.contains("?") ? "&" : "?") + "identifierType=alias", body);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(202);

        var command = command(answer.bodyAsJsonObject().getString("requestId"));
        assertThat(command.verb()).isEqualTo(verb);
        assertThat(command.identifier()).isEqualTo("eu1/db7 disk");
        assertThat(command.identifierType()).isEqualTo(IdentifierType.ALIAS);
        assertThat(command.serviceId()).isEqualTo(SERVICE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST|/v2/alerts|{|400|",
                "POST|/v2/alerts|[]|400|",
                "POST|/v2/alerts|{\"message\":\" \"}|422|message",
                "POST|/v2/alerts/|{\"message\":\"m\",\"priority\":\"high\"}|422|priority",
                "POST|/v2/alerts/a/snooze|{}|422|endTime",
                "POST|/v2/alerts/a/notes|{}|422|note",
                "POST|/v2/alerts/a/tags|{\"tags\":[]}|422|tags",
                "PUT|/v2/alerts/a/priority|{\"priority\":\"P9\"}|422|priority",
                "POST|/v2/alerts/a/close?identifierType=name|{}|422|identifierType",
                "POST|/v2/alerts/a/close?identifierType=alias&user=%zz|{}|400|",
                "POST|/v2/alerts/a|{}|405|",
                "POST|/v2/alerts/a/nope|{}|405|",
                "POST|/v2/heartbeats/nobody/ping|null|404|"
            })
    void whatOpsgenieRefusesIsRefusedInItsShape(
            String method, String path, String body, int status, @Nullable String field) {
        var answer = opsgenie(method, path, body);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        var json = answer.bodyAsJsonObject();
        assertThat(json.getString("message")).isNotBlank();
        assertThat(json.getString("requestId")).isNotBlank();
        if (field != null) {
            assertThat(json.getJsonObject("errors").getString(field)).isNotBlank();
        }
    }

    @Test
    void aKeyNobodyKnowsIsRefusedByEachDoorInItsOwnWords() {
        var opsgenie =
                send(HttpMethod.POST, "/v2/alerts", "{\"message\":\"m\"}", Map.of("Authorization", "GenieKey no"));
        assertThat(opsgenie.statusCode()).isEqualTo(401);
        assertThat(opsgenie.bodyAsJsonObject().getString("message")).contains("authenticate");
        var none = send(HttpMethod.GET, "/v2/alerts?query=status:open", null, Map.of());
        assertThat(none.statusCode()).isEqualTo(401);
        var alertmanager = send(HttpMethod.GET, "/alertmanager/nope/api/v2/status", null, Map.of());
        assertThat(alertmanager.statusCode()).isEqualTo(401);
        assertThat(send(HttpMethod.GET, "/ping/nope", null, Map.of()).statusCode())
                .isEqualTo(404);
        var bare = send(HttpMethod.POST, "/alertmanager/" + KEY + "/api/v2?/alerts", "[]", Map.of());
        assertThat(bare.statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyAndAHeartbeatThatComeAMomentLaterAreWaitedFor() {
        var key = "freshkey777777777777777777777777";
        var asked = Stream.of(
                        "/v1/webhooks/generic/" + key,
                        "/alertmanager/" + key + "/api/v2/alerts",
                        "/integrations/v1/webhook/" + key,
                        "/v1/webhooks/generic/" + key + "/dry-run")
                .map(path -> client.post(host.httpPort(), "127.0.0.1", path)
                        .putHeader("Content-Type", "application/json")
                        .sendBuffer(Buffer.buffer(
                                path.contains("v2/alerts")
                                        ? "[]"
                                        : path.endsWith("dry-run")
                                                ? "{\"payload\":{\"summary\":\"x\"}}"
                                                : "{\"summary\":\"x\"}")))
                .toList();
        var pagerDuty = client.post(host.httpPort(), "127.0.0.1", "/v2/enqueue")
                .sendBuffer(Buffer.buffer("{\"routing_key\":\"" + key + "\",\"event_action\":\"trigger\",\"payload\":"
                        + "{\"summary\":\"x\",\"source\":\"y\",\"severity\":\"error\"}}"));
        var genie = client.post(host.httpPort(), "127.0.0.1", "/v2/alerts")
                .putHeader("Authorization", "GenieKey " + key)
                .sendBuffer(Buffer.buffer("{\"message\":\"m\"}"));
        var ping = client.get(host.httpPort(), "127.0.0.1", "/ping/" + KEY + "/fresh-heartbeat")
                .send();
        var entry = new IntegrationEntry(new UUID(14, 14), SERVICE, "fresh", "events", Sha256.hex(key));
        publish(entry.id().toString(), IntegrationEntry.TYPE, Json.bytes(entry));
        var heartbeat =
                new HeartbeatEntry(new UUID(15, 15), SERVICE, "Fresh", "fresh-heartbeat", Sha256.hex("fresh-ping"));
        publish(heartbeat.key(), HeartbeatEntry.TYPE, Json.bytes(heartbeat));

        asked.forEach(answer -> assertThat(answer.await().statusCode())
                .as(answer.await().bodyAsString())
                .isIn(200, 202));
        assertThat(pagerDuty.await().statusCode()).isEqualTo(202);
        assertThat(genie.await().statusCode()).isEqualTo(202);
        assertThat(ping.await().statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsNestedTooDeepIsCalledSo() {
        var deep = "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000);
        var generic = send(HttpMethod.POST, "/v1/webhooks/generic/" + KEY, deep, Map.of());
        assertThat(generic.statusCode()).isEqualTo(400);
        assertThat(generic.bodyAsString()).contains("nested").doesNotContain("not a JSON object");
        assertThat(opsgenie("POST", "/v2/alerts", deep).bodyAsString()).contains("nested");
    }

    @Test
    void aSnoozeThatEndsTooFarAwayIsNotCalledEmpty() {
        var answer = opsgenie("POST", "/v2/alerts/a/snooze", "{\"endTime\":\"9999999-01-01T00:00:00Z\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.bodyAsJsonObject().getJsonObject("errors").getString("endTime"))
                .contains("such as")
                .doesNotContain("empty");
    }

    @Test
    void anAmpersandInTheMiddleOfAPathBeginsNoQuery() {
        var answer = opsgenie("POST", "/v2/alerts/one/&two/acknowledge?identifierType=alias", "{}");
        assertThat(answer.statusCode()).as("there is no such address").isEqualTo(405);
        var tags = opsgenie("DELETE", "/v2/alerts/one/tags/&tags=a,b&identifierType=alias", null);
        assertThat(command(tags.bodyAsJsonObject().getString("requestId")).items())
                .containsExactly("a", "b");
    }

    @Test
    void aClientThatWaitsToBeToldToGoOnIsToldSo() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /v1/webhooks/generic/" + KEY + " HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n"
                                    + "Expect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write("{\"summary\":\"x\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.lines().anyMatch(line -> line.startsWith("HTTP/1.1 202")))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "PUT", "PATCH"})
    void aHeartbeatOfOpsgenieIsPingedByNameAndBySlug(String method) {
        for (var name : List.of("nightly-backup", "Nightly%20backup")) {
            var answer = send(
                    HttpMethod.valueOf(method),
                    "/v2/heartbeats/" + name + "/ping",
                    method.equals("GET") ? null : "null",
                    Map.of("Authorization", "geniekey " + KEY, "Content-Type", "text/plain; charset=UTF-8"));
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.bodyAsJsonObject().getString("result")).isEqualTo("PONG - Heartbeat received");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ping/KEY, SUCCESS,",
        "/ping/KEY/, SUCCESS,",
        "/ping/KEY/start, START,",
        "/ping/KEY/fail, FAIL,",
        "/ping/KEY/log, LOG,",
        "/ping/KEY/0, SUCCESS, 0",
        "/ping/KEY/255, FAIL, 255",
        "/ping/INTEGRATION/nightly-backup, SUCCESS,",
        "/ping/INTEGRATION/nightly-backup/3, FAIL, 3"
    })
    void aPingSaysWhatItsAddressSays(String path, PingKind kind, @Nullable Integer status) {
        var run = UUID.randomUUID();
        var answer = send(
                HttpMethod.POST,
                path.replace("KEY", PING_KEY).replace("INTEGRATION", KEY) + "?rid=" + run,
                "log of " + run,
                Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsString()).isEqualTo("OK");
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.getHeader("Ping-Body-Limit")).isEqualTo("10000");
        var ping = await().atMost(SOON)
                .until(() -> PINGS.stream().filter(one -> run.equals(one.run())).findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(ping.kind()).isEqualTo(kind);
        assertThat(ping.exitStatus()).isEqualTo(status);
        assertThat(ping.heartbeatId()).isEqualTo(HEARTBEAT);
        assertThat(ping.body()).isEqualTo("log of " + run);
    }

    @Test
    void aPingWithTheWholeLogOfAJobKeepsItsStart() {
        var run = UUID.randomUUID();
        var log = "log of " + run + " " + "x".repeat(3_000_000);
        var answer = send(HttpMethod.POST, "/ping/" + PING_KEY + "/fail?rid=" + run, log, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        var ping = await().atMost(SOON)
                .until(() -> PINGS.stream().filter(one -> run.equals(one.run())).findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(ping.body()).isEqualTo(log.substring(0, 10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "/ping/KEY/256, 400, invalid url format",
        "/ping/KEY?rid=7, 400, invalid uuid format",
        "/ping/KEY/nonsense, 404, not found",
        "/ping/INTEGRATION/unknown-slug, 404, not found",
        // Nobody makes it here, as while incident-service is away: the ping is kept all the same.
        "/ping/INTEGRATION/new-slug?create=1, 202, Accepted"
    })
    void otherPingsAreAnsweredAsHealthchecksDoes(String path, int status, String text) {
        var answer = send(HttpMethod.GET, path.replace("KEY", PING_KEY).replace("INTEGRATION", KEY), null, Map.of());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.bodyAsString()).isEqualTo(text);
    }

    @Test
    void aHeartbeatThatItsFirstPingMakesIsKnownWhenThePingIsAnswered() {
        for (var round = 0; round < 5; round++) {
            var path = "/ping/" + KEY + "/" + MADE + round;
            var first = send(HttpMethod.POST, path + "?create=1", "", Map.of());
            assertThat(first.bodyAsString()).isEqualTo("Created");
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(send(HttpMethod.POST, path, "", Map.of()).statusCode()).isEqualTo(200);
            assertThat(send(HttpMethod.POST, path + "?create=1", "", Map.of()).statusCode())
                    .isEqualTo(200);
        }
    }

    /** What incident-service does of a ping that names a slug it does not know. */
    private static void make(HeartbeatPing ping) {
        var slug = ping.slug();
        if (slug != null && slug.startsWith(MADE)) {
            var made = new HeartbeatEntry(
                    UUID.randomUUID(),
                    ping.serviceId(),
                    slug,
                    slug,
                    Sha256.hex(UUID.randomUUID().toString()));
            observer.producer()
                    .send(
                            Topics.INTEGRATIONS.name(),
                            null,
                            made.key(),
                            made.id(),
                            HeartbeatEntry.TYPE,
                            made.key(),
                            Instant.EPOCH,
                            Json.bytes(made))
                    .onFailure(Throwable::printStackTrace);
        }
    }

    @Test
    void prometheusPostsWhatFiresAndWhatIsOver() {
        var ends = Instant.now().plusSeconds(240);
        var fires = "[{\"labels\":{\"alertname\":\"A\",\"job\":\"x\",\"severity\":\"critical\",\"empty\":\"\"},"
                + "\"annotations\":{\"summary\":\"A is bad\"},\"startsAt\":\"2026-03-04T05:06:07.740Z\",\"endsAt\":\""
                + ends
                + "\",\"generatorURL\":\"http://prom.example.net/graph?g0.expr=up\",\"unknown\":null}]";
        var answer = prometheus(fires);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNull();
        assertThat(answer.getHeader("Content-Type")).isNull();
        // The fingerprint that Alertmanager itself computes of these labels.
        var alert = requestWith("34bea90dbf99e83c").alerts().getFirst();
        assertThat(alert.labels()).isEqualTo(Map.of("alertname", "A", "job", "x", "severity", "critical"));
        assertThat(alert.expiresAt()).isCloseTo(ends, within(1));
        assertThat(alert.details()).containsEntry("annotation.summary", "A is bad");

        assertThat(prometheus(fires.replace(ends.toString(), "2026-03-04T05:10:07.740Z"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> REQUESTS.stream()
                        .flatMap(request -> request.alerts().stream())
                        .anyMatch(one ->
                                one.dedupKey().equals("34bea90dbf99e83c") && one.action() == AlertAction.RESOLVE));
    }

    private static org.assertj.core.data.TemporalUnitOffset within(int seconds) {
        return org.assertj.core.api.Assertions.within(seconds, java.time.temporal.ChronoUnit.SECONDS);
    }

    @Test
    void anAlertWithoutAnEndIsOverAfterFiveMinutesOfSilence() {
        assertThat(prometheus("[{\"labels\":{\"alertname\":\"NoEnd\"},\"startsAt\":\"0001-01-01T00:00:00.000Z\","
                                + "\"endsAt\":\"0001-01-01T00:00:00.000Z\"}]")
                        .statusCode())
                .isEqualTo(200);
        var alert = await().atMost(SOON)
                .until(
                        () -> REQUESTS.stream()
                                .flatMap(request -> request.alerts().stream())
                                .filter(one -> one.summary().equals("NoEnd"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(alert.expiresAt()).isCloseTo(Instant.now().plusSeconds(300), within(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "[]|200|-",
                "-|422|alerts in body is required",
                "{}|400|parsing alerts body",
                "[7]|400|parsing alerts body",
                "[{}]|422|0.labels in body is required",
                "[{\"labels\":{\"a\":1}}]|400|parsing alerts body",
                "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"soon\"}]|400|parsing alerts body",
                "[{\"labels\":{\"a\":\"b\"},\"generatorURL\":\"not a url\"}]|422|0.generatorURL in body must be of type uri",
                "[{\"labels\":{}}]|400|\"at least one label pair required\"",
                "[{\"labels\":{\"a\":\"\"}},{\"labels\":{\"mixed\":\"valid\"}}]|400|\"at least one label pair required\"",
                "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"2026-03-04T05:06:07Z\",\"endsAt\":\"2026-03-04T05:06:06Z\"}]|400|start time must be before end time"
            })
    void anAlertmanagersComplaintsAreItsOwn(@Nullable String body, int status, @Nullable String words) {
        var answer = prometheus(body);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        if (words == null) {
            assertThat(answer.body()).isNull();
        } else {
            assertThat(answer.bodyAsString().replace("\\\"", "\"")).contains(words);
        }
        if (body != null && body.contains("mixed")) {
            await().atMost(SOON)
                    .until(() -> REQUESTS.stream()
                            .flatMap(request -> request.alerts().stream())
                            .map(AlertSignal::labels)
                            .anyMatch(Map.of("mixed", "valid")::equals));
        }
    }

    @Test
    void anAlertmanagerMindsMediaTypesItsOldApiAndItsHealth() {
        var path = "/alertmanager/" + KEY + "/api/v2/alerts";
        assertThat(send(HttpMethod.POST, path, "[]", Map.of("Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(HttpMethod.POST, path, "[]", Map.of("Content-Type", "application/json; charset=utf-8"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(HttpMethod.POST, path, "[]", Map.of("Content-Type", "application/json", "Accept", "text/html"))
                        .statusCode())
                .isEqualTo(406);
        assertThat(send(HttpMethod.GET, "/alertmanager/" + KEY + "/api/v1/alerts", null, Map.of())
                        .statusCode())
                .isEqualTo(410);
        for (var prefix : List.of("", "/alertmanager", "/alertmanager/" + KEY)) {
            assertThat(send(HttpMethod.GET, prefix + "/-/healthy", null, Map.of())
                            .bodyAsString())
                    .isEqualTo("OK");
            assertThat(send(HttpMethod.HEAD, prefix + "/-/ready", null, Map.of())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theKeyMayComeAsBearerAsUserOrAsPassword() {
        for (var authorization : List.of("Bearer " + KEY, basic(KEY + ":"), basic("prometheus:" + KEY))) {
            for (var path : List.of("/api/v2/alerts", "/alertmanager/api/v2/alerts")) {
                var answer = send(
                        HttpMethod.POST,
                        path,
                        "[]",
                        Map.of("Content-Type", "application/json", "Authorization", authorization));
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody answers for incident-service here. */
    @Test
    void whatCannotBeAskedIsToldInTheVendorsWords() {
        var opsgenie = opsgenie("GET", "/v2/alerts?query=status%3Aopen", null);
        assertThat(opsgenie.statusCode()).isEqualTo(503);
        assertThat(opsgenie.bodyAsJsonObject().getString("requestId")).isNotBlank();
        var alertmanager = send(HttpMethod.GET, "/alertmanager/" + KEY + "/api/v2/silences", null, Map.of());
        assertThat(alertmanager.statusCode()).isEqualTo(503);
        assertThat(alertmanager.bodyAsJsonObject().getInteger("code")).isEqualTo(503);
    }

    @Test
    void aChangeOfPagerDutysIsKeptAndItsV1IsAnsweredWith200() {
        var change = send(
                HttpMethod.POST,
                "/v2/change/enqueue",
                new JsonObject()
                        .put("routing_key", KEY)
                        .put("payload", new JsonObject().put("summary", "Release 7 of shop"))
                        .encode(),
                Map.of());
        assertThat(change.statusCode()).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> CHANGES.stream().anyMatch(one -> one.summary().equals("Release 7 of shop")));
        var first = send(
                HttpMethod.POST,
                "/generic/2010-04-15/create_event.json",
                new JsonObject()
                        .put("service_key", KEY)
                        .put("event_type", "trigger")
                        .put("incident_key", "v1 key")
                        .put("description", "from v1")
                        .encode(),
                Map.of());
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.bodyAsJsonObject().getString("incident_key")).isEqualTo("v1 key");
        assertThat(requestWith("v1 key").raw()).doesNotContain(KEY);
    }

    static Stream<Path> captures() throws IOException {
        try (var files = Files.list(CAPTURES)) {
            return files.sorted().toList().stream();
        }
    }

    /** What real senders put on the wire, word for word but for address and key. */
    @ParameterizedTest
    @MethodSource("captures")
    void whatRealSendersSentIsTaken(Path capture) throws IOException {
        var text = Files.readString(capture);
        int end = text.indexOf("\r\n\r\n") >= 0 ? text.indexOf("\r\n\r\n") + 4 : text.indexOf("\n\n") + 2;
        var lines = text.substring(0, end).lines().toList();
        var start = lines.getFirst().split(" ", -1);
        var path = start[1].replaceFirst("^/ingest/am/api", "/alertmanager/api")
                .replaceFirst("^/webhook(-auth)?$", "/v1/webhooks/alertmanager/" + KEY);
        var request = client.request(HttpMethod.valueOf(start[0]), host.httpPort(), "127.0.0.1", path);
        for (var line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            var name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("host") && !name.equals("content-length")) {
                request.putHeader(name, line.substring(colon + 1).strip());
            }
        }
        if (path.startsWith("/v2/alerts")) {
            request.putHeader("Authorization", "GenieKey " + KEY);
        } else if (path.contains("/api/v2/")) {
            request.putHeader("Authorization", "Bearer " + KEY);
        }
        var body = text.substring(end).replaceFirst("\"routing_key\":\"[^\"]*\"", "\"routing_key\":\"" + KEY + "\"");

        var answer = request.sendBuffer(Buffer.buffer(body)).await();

        assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(200, 202);
    }
}
