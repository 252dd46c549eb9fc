package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Happened;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The Alertmanager API as its clients meet it, with the routing key that alert-ingest hands on. */
class AlertmanagerIT {
    private static final String MILLIS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

    private final Stand stand = Stand.get();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void withoutAKeyNothingIsTold() {
        for (var key : new String[] {"", "0123456789abcdef0123456789abcdef", "'; drop table", "\u00e4"}) {
            var answer = call("GET", "/api/v2/alerts", key.isEmpty() ? null : key, null);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("Unauthorized\n");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
        }
    }

    @Test
    void alertsAreShownAsAlertmanagerShowsThem() {
        var door = stand.door("Shown", "alert");
        var key = key(door);
        assertThat(get("/api/v2/alerts", key).body()).isEqualTo("[]\n");
        var starts = Instant.parse("2026-03-04T05:06:07.740516391Z");
        fire(
                door,
                Map.of("alertname", "A", "job", "x", "severity", "critical"),
                starts,
                Instant.now().plusSeconds(240));
        fire(door, Map.of("alertname", "B"), starts, null);
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        Stand.eventually(() -> array(get("/api/v2/alerts", key)).size() == 3);

        var answer = get("/api/v2/alerts", key);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Vary")).contains("Origin");
        assertThat(answer.body()).endsWith("]\n");
        var all = array(answer);
        assertThat(all.stream().map(one -> ((JsonObject) one).getString("fingerprint")))
                .isSorted()
                .contains("34bea90dbf99e83c");
        var shown = byName(all, "A");
        assertThat(shown.getJsonObject("labels").getMap())
                .isEqualTo(Map.of("alertname", "A", "job", "x", "severity", "critical"));
        assertThat(shown.getJsonObject("annotations").getMap()).isEqualTo(Map.of("summary", "A is bad"));
        assertThat(shown.getString("startsAt")).isEqualTo("2026-03-04T05:06:07.740Z");
        assertThat(shown.getString("endsAt")).matches(MILLIS);
        assertThat(Instant.parse(shown.getString("endsAt"))).isAfter(Instant.now());
        assertThat(shown.getString("updatedAt")).matches(MILLIS);
        assertThat(shown.getString("generatorURL")).isEqualTo("http://prom.example.com/graph");
        assertThat(shown.getJsonArray("receivers").encode()).isEqualTo("[{\"name\":\"Shown door\"}]");
        assertThat(shown.getJsonObject("status").getMap())
                .isEqualTo(Map.of(
                        "state", "active", "silencedBy", List.of(), "inhibitedBy", List.of(), "mutedBy", List.of()));
        var unlabelled = byName(all, "disk is bad");
        assertThat(unlabelled.getJsonObject("labels").getMap())
                .containsEntry("severity", "critical")
                .containsEntry("source", "db1.example.com")
                .containsEntry("service", "Shown")
                .containsEntry("zone", "a");
        assertThat(unlabelled.getString("endsAt")).matches(MILLIS);

        // What is over is not shown, and nothing of another service is.
        var other = key(stand.door("Shown elsewhere", "alert"));
        assertThat(get("/api/v2/alerts", other).body()).isEqualTo("[]\n");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "disk"));
        Stand.eventually(() -> array(get("/api/v2/alerts", key)).size() == 2);
    }

    @Test
    void filtersGroupsReceiversAndStatus() {
        var door = stand.door("Filtered", "alert");
        var key = key(door);
        fire(door, Map.of("alertname", "A", "instance", "db1"), Instant.now(), null);
        fire(door, Map.of("alertname", "A", "instance", "web1"), Instant.now(), null);
        fire(door, Map.of("alertname", "B"), Instant.now(), null);
        Stand.eventually(() -> array(get("/api/v2/alerts", key)).size() == 3);
        assertThat(array(get("/api/v2/alerts?filter=alertname%3DA", key))).hasSize(2);
        assertThat(array(get("/api/v2/alerts?filter=alertname%3DA&filter=instance%3D~%22db.*%22", key)))
                .hasSize(1);
        assertThat(array(get("/api/v2/alerts?filter=instance%3D%22%22", key))).hasSize(1);
        assertThat(array(get("/api/v2/alerts?filter=instance%21~%22.%2B%22", key)))
                .hasSize(1);
        assertThat(array(get("/api/v2/alerts?receiver=Filtered.*", key))).hasSize(3);
        assertThat(array(get("/api/v2/alerts?receiver=Filtered", key))).isEmpty();
        assertThat(array(get("/api/v2/alerts?active=false", key))).isEmpty();
        assertThat(array(get("/api/v2/alerts?active=maybe", key))).isEmpty();
        assertThat(array(get("/api/v2/alerts?active=", key))).hasSize(3);
        assertThat(array(get("/api/v2/alerts?receiver_matchers=owner%3Dx", key)))
                .isEmpty();
        answer(get("/api/v2/alerts?filter=x", key), 400, "\"bad matcher format: x\"\n");
        assertThat(get("/api/v2/alerts?receiver=%28", key).body()).startsWith("\"failed to parse receiver param:");

        var groups = array(get("/api/v2/alerts/groups", key));
        assertThat(groups).hasSize(2);
        var first = groups.getJsonObject(0);
        assertThat(first.getJsonObject("labels").getMap()).isEqualTo(Map.of("alertname", "A"));
        assertThat(first.getJsonObject("receiver").getString("name")).isEqualTo("Filtered door");
        assertThat(first.getJsonObject("routeLabels")).isEmpty();
        assertThat(first.getJsonArray("alerts")).hasSize(2);
        assertThat(get("/api/v2/receivers", key).body()).isEqualTo("[{\"labels\":{},\"name\":\"Filtered door\"}]\n");

        var status = new JsonObject(get("/api/v2/status", key).body());
        assertThat(status.getJsonObject("cluster").getMap())
                .isEqualTo(Map.of("status", "disabled", "peers", List.of()));
        assertThat(status.getString("uptime")).matches(MILLIS);
        assertThat(status.getJsonObject("versionInfo").fieldNames())
                .contains("version", "revision", "branch", "buildUser", "buildDate", "goVersion");
        Map<String, Object> config =
                new Yaml().load(status.getJsonObject("config").getString("original"));
        assertThat(config).containsKeys("route", "receivers");
    }

    @Test
    void theFrameworkSaysNoAsItDoes() {
        var key = key(stand.door("Framed", "alert"));
        answer(get("/api/v2/nope", key), 404, "{\"code\":404,\"message\":\"path /api/v2/nope was not found\"}\n");
        var put = call("PUT", "/api/v2/silences", key, "{}");
        answer(put, 405, "{\"code\":405,\"message\":\"method PUT is not allowed, but [POST,GET] are\"}\n");
        assertThat(put.headers().firstValue("Allow")).contains("POST,GET");
        assertThat(call("DELETE", "/api/v2/status", key, null).headers().firstValue("Allow"))
                .contains("GET");
        answer(
                send(request("/api/v2/silences", key)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "{\"code\":415,\"message\":\"unsupported media type \\\"text/plain\\\", only [application/json] are"
                        + " allowed\"}\n");
        assertThat(send(request("/api/v2/alerts", key)
                                .header("Accept", "text/html")
                                .GET())
                        .statusCode())
                .isEqualTo(406);
        answer(
                call("POST", "/api/v2/silences", key, ""),
                422,
                "{\"code\":602,\"message\":\"silence in body is required\"}\n");
        for (var body :
                List.of("[]", "{", "7", "null", "{\"comment\":7}", "{\"startsAt\":\"soon\"}", "{\"matchers\":{}}")) {
            var answer = call("POST", "/api/v2/silences", key, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getString("message")).startsWith("parsing silence body from \"\"");
        }
        answer(
                get("/api/v2/silence/x", key),
                422,
                "{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"x\\\"\"}\n");
        answer(get("/api/v2/silence/" + NOBODY, key), 404, "");
        answer(call("DELETE", "/api/v2/silence/" + NOBODY, key, null), 404, "");
        assertThat(get("/api/v2/status/", key).statusCode()).isEqualTo(200);
        assertThat(call("POST", "/api/v2/silences", key, "{\"comment\":\"" + "x".repeat(600_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aSilenceIsCheckedAsAlertmanagerChecksIt() {
        var key = key(stand.door("Checked", "alert"));
        required(key, body().putNull("comment"), "comment");
        required(key, body().putNull("createdBy"), "createdBy");
        required(key, body().putNull("endsAt"), "endsAt");
        required(key, body().putNull("startsAt"), "startsAt");
        required(key, body().putNull("matchers"), "matchers");
        required(
                key,
                body().put("matchers", new JsonArray().add(new JsonObject().put("name", "a"))),
                "matchers.0.isRegex");
        answer(
                post(key, body().put("matchers", new JsonArray())),
                422,
                "{\"code\":612,\"message\":\"matchers in body should have at least 1 items\"}\n");
        answer(
                post(key, body().put("endsAt", "2001-01-01T00:00:00.000Z").put("startsAt", "2000-01-01T00:00:00.000Z")),
                400,
                "\"Failed to create silence: end time can't be in the past\"\n");
        answer(
                post(key, body().put("endsAt", "2001-01-01T00:00:00.000Z")),
                400,
                "\"Failed to create silence: start time must be before end time\"\n");
        answer(
                post(key, body().put("matchers", new JsonArray().add(matcher("a", ".*", true)))),
                400,
                "\"invalid silence: matcher set 0: at least one matcher must not match the empty string\"\n");
        assertThat(post(key, body().put("matchers", new JsonArray().add(matcher("a", "(", true))))
                        .body())
                .contains("invalid label matcher 0");
        assertThat(post(key, body().put("endsAt", "9999-01-01T00:00:00Z")).statusCode())
                .isEqualTo(400);
        assertThat(post(key, body().put("comment", "\0").put("createdBy", "\0")).statusCode())
                .isEqualTo(200);
        answer(post(key, body().put("id", NOBODY)), 404, "\"silence not found\"\n");
        answer(post(key, body().put("id", "x")), 404, "\"silence not found\"\n");
    }

    @Test
    void aSilenceMadeHereIsBelfrysAndIsUpdatedByAlertmanagersRules() {
        var door = stand.door("Made", "alert");
        var key = key(door);
        var id = silenceId(post(key, body()));
        assertThat(stand.get("/api/v1/silences/" + id, Stand.VIEWER).body()).contains("\"active\"", "kim");
        fire(door, Map.of("alertname", "A"), Instant.now(), null);
        Stand.eventually(() -> array(get("/api/v2/alerts", key)).size() == 1);
        var suppressed = array(get("/api/v2/alerts", key)).getJsonObject(0).getJsonObject("status");
        assertThat(suppressed.getString("state")).isEqualTo("suppressed");
        assertThat(suppressed.getJsonArray("silencedBy")).containsExactly(id);
        assertThat(array(get("/api/v2/alerts?silenced=false", key))).isEmpty();
        assertThat(array(get("/api/v2/alerts/groups?muted=false", key))).isEmpty();
        assertThat(stand.eventsOf(door.service())).isEmpty();

        var shown = new JsonObject(get("/api/v2/silence/" + id, key).body());
        assertThat(shown.fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "status",
                        "updatedAt",
                        "comment",
                        "createdBy",
                        "startsAt",
                        "endsAt",
                        "matchers",
                        "annotations");
        assertThat(shown.getString("startsAt")).matches(MILLIS);
        // The same conditions and a later end: the same silence.
        var longer = shown.copy()
                .put("endsAt", Instant.now().plus(Duration.ofHours(9)).toString());
        assertThat(silenceId(post(key, longer))).isEqualTo(id);
        // Other conditions: the old one ends, and a new one is made.
        var other = longer.copy().put("matchers", new JsonArray().add(matcher("alertname", "B", false)));
        var fresh = silenceId(post(key, other));
        assertThat(fresh).isNotEqualTo(id);
        assertThat(new JsonObject(get("/api/v2/silence/" + id, key).body())
                        .getJsonObject("status")
                        .getString("state"))
                .isEqualTo("expired");
        stand.await(door.service(), Happened.TRIGGERED);

        var later =
                body().put("startsAt", Instant.now().plus(Duration.ofHours(1)).toString());
        var pending = silenceId(post(key, later));
        assertThat(ids(array(get("/api/v2/silences", key)))).containsExactly(fresh, pending, id);
        assertThat(ids(array(get("/api/v2/silences?expired=false&pending=false", key))))
                .containsExactly(fresh);
        assertThat(ids(array(get("/api/v2/silences?filter=alertname%3DB", key))))
                .containsExactly(fresh);
        assertThat(ids(array(get("/api/v2/silences?filter=alertname%3D~B", key))))
                .isEmpty();
        answer(call("DELETE", "/api/v2/silence/" + fresh, key, null), 200, "");
        answer(call("DELETE", "/api/v2/silence/" + fresh, key, null), 200, "");
        var stranger = key(stand.door("Made elsewhere", "alert"));
        answer(call("DELETE", "/api/v2/silence/" + pending, stranger, null), 404, "");
        assertThat(array(get("/api/v2/silences", stranger)).encode()).doesNotContain(pending);
    }

    @Test
    void aSilenceOfAllServicesIsSeenButNotEndedWithTheKeyOfOne() {
        var key = key(stand.door("All seen", "alert"));
        var made = stand.post(
                "/api/v1/silences",
                Stand.RESPONDER,
                Map.of(
                        "matchers",
                        List.of(Map.of("name", "alertname", "value", "NobodyHasThis")),
                        "endsAt",
                        Instant.now().plusSeconds(600).toString(),
                        "comment",
                        "for all"));
        var id = Stand.json(made).getString("id");
        assertThat(get("/api/v2/silences", key).body()).contains(id);
        var refused = call("DELETE", "/api/v2/silence/" + id, key, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).startsWith("\"this silence is for all services");
    }

    /** What amtool 0.25 and 0.28 put on the wire, with times that are to come and the id of a silence that is there. */
    @Test
    void whatAmtoolSendsIsAnswered() throws IOException {
        var key = key(stand.door("Replayed", "alert"));
        try (var files = Files.list(Path.of("src/test/resources/captures/amtool"))) {
            for (var file : files.sorted().toList()) {
                var there = silenceId(post(key, body()));
                var parts = Files.readString(file).split("\r?\n\r?\n", 2);
                var line = parts[0].split("[ \r\n]", 3);
                var path = line[1].replace("/prefix", "").replace(NOBODY, there);
                var body = parts[1].strip()
                        .replace(NOBODY, there)
                        .replaceAll("\"endsAt\":\"2026[^\"]*\"", "\"endsAt\":\"2033-01-01T00:00:00.000Z\"");
                var answer = call(line[0], path, key, body.isEmpty() ? null : body);
                var unknown = body.contains("\"id\":\"x\"");
                assertThat(answer.statusCode())
                        .as("%s: %s", file, answer.body())
                        .isEqualTo(unknown ? 404 : 200);
            }
        }
    }

    static boolean amtoolIsHere() {
        return Files.isExecutable(Path.of("/usr/bin/amtool"));
    }

    /** The real client where a machine has it; the key travels as its configuration lets it. */
    @Test
    @EnabledIf("amtoolIsHere")
    void amtoolWorks(@TempDir Path directory) throws IOException, InterruptedException {
        var door = stand.door("Tooled", "alert");
        var key = key(door);
        var config = Files.writeString(
                directory.resolve("http.yml"), "authorization:\n  type: GenieKey\n  credentials: " + key + "\n");
        fire(door, Map.of("alertname", "Tooled", "instance", "db1"), Instant.now(), null);
        Stand.eventually(() -> array(get("/api/v2/alerts", key)).size() == 1);
        assertThat(amtool(config, "alert", "query", "alertname=Tooled")).contains("Tooled", "active");
        var id = amtool(config, "silence", "add", "alertname=Tooled", "instance=~db.*", "-c", "works", "-d", "1h")
                .lines()
                .toList()
                .getLast();
        assertThat(amtool(config, "silence", "query")).contains(id, "works");
        assertThat(amtool(config, "alert", "query", "--silenced", "alertname=Tooled"))
                .contains("suppressed");
        assertThat(amtool(config, "silence", "update", "-d", "2h", id)).contains(id);
        assertThat(amtool(config, "silence", "query", "-q", "alertname=Tooled")).contains(id);
        amtool(config, "silence", "expire", id);
        assertThat(amtool(config, "silence", "query", "--expired", "-q")).contains(id);
        assertThat(amtool(config, "cluster", "show")).contains("disabled");
        assertThat(amtool(config, "config", "routes", "show")).contains("Tooled door");
        var file = Files.writeString(directory.resolve("silences.json"), amtoolSilences(key));
        amtool(config, "silence", "import", file.toString());
        assertThat(amtool(config, "silence", "query", "-q", "imported=yes")).isNotBlank();
    }

    private static String amtoolSilences(String key) {
        return new JsonArray()
                .add(body().put("matchers", new JsonArray().add(matcher("imported", "yes", false)))
                        .put("id", NOBODY)
                        .put("comment", key.substring(0, 4)))
                .encode();
    }

    private String amtool(Path config, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add("/usr/bin/amtool");
        command.add("--alertmanager.url=http://127.0.0.1:" + stand.host.httpPort() + "/alertmanager");
        command.add("--http.config.file=" + config);
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }

    private static JsonObject body() {
        return new JsonObject()
                .put("comment", "works")
                .put("createdBy", "kim")
                .put("endsAt", Instant.now().plus(Duration.ofHours(3)).toString())
                .put("startsAt", Instant.now().minusSeconds(60).toString())
                .put("matchers", new JsonArray().add(matcher("alertname", "A", false)));
    }

    private static JsonObject matcher(String name, String value, boolean isRegex) {
        return new JsonObject()
                .put("name", name)
                .put("value", value)
                .put("isRegex", isRegex)
                .put("isEqual", true);
    }

    private void required(String key, JsonObject body, String field) {
        answer(post(key, body), 422, "{\"code\":602,\"message\":\"" + field + " in body is required\"}\n");
    }

    private HttpResponse<String> post(String key, JsonObject body) {
        return call("POST", "/api/v2/silences", key, body.encode());
    }

    private static String silenceId(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getString("silenceID");
    }

    private static List<String> ids(JsonArray silences) {
        return silences.stream().map(one -> ((JsonObject) one).getString("id")).toList();
    }

    private static void answer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    private static JsonArray array(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonArray(answer.body());
    }

    private static JsonObject byName(JsonArray alerts, String name) {
        return alerts.stream()
                .map(JsonObject.class::cast)
                .filter(one ->
                        one.getJsonObject("labels").getString("alertname").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String key(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.RESPONDER))
                .getString("routingKey");
    }

    private void fire(Stand.Door door, Map<String, String> labels, Instant starts, @Nullable Instant ends) {
        var name = labels.getOrDefault("alertname", "");
        var signal = new AlertSignal(
                UUID.randomUUID(),
                AlertAction.TRIGGER,
                labels.toString(),
                name + " is bad",
                AlertSeverity.ERROR,
                null,
                null,
                starts,
                Map.of("annotation.summary", name + " is bad"),
                List.of(new AlertLink("http://prom.example.com/graph", "Source")),
                labels,
                null,
                null,
                null,
                ends,
                null);
        stand.accepted(
                door.service(),
                new AcceptedRequest(
                        UUID.randomUUID(),
                        door.integration(),
                        door.service(),
                        "alertmanager_api",
                        Instant.now(),
                        "[]",
                        List.of(signal)));
    }

    private HttpResponse<String> get(String path, String key) {
        return call("GET", path, key, null);
    }

    private HttpResponse<String> call(String method, String path, @Nullable String key, @Nullable String body) {
        var request = request(path, key);
        if (body == null) {
            return send(request.method(method, HttpRequest.BodyPublishers.noBody()));
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, @Nullable String key) {
        var request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + stand.host.httpPort() + "/alertmanager" + path));
        return key == null ? request : request.header("Authorization", "GenieKey " + key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
