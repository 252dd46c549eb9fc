package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The API of the whole suite as programs use it: what was just made is known next door, and nothing is a fault. */
class ContractJourney {
    private static final int ROUNDS = 40;
    private static final Duration FUZZED = Duration.ofSeconds(40);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whatWasJustMadeIsKnownNextDoorAndNoRequestIsAFault(@TempDir Path directory) throws Exception {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            suite.up();
            var ready = new JsonObject(Files.readString(suite.readyFile()));
            for (int round = 0; round < ROUNDS; round++) {
                whatWasJustMadeIsKnownNextDoor(ready, round);
            }
            noRequestIsAFault(ready);
        }
    }

    private void whatWasJustMadeIsKnownNextDoor(JsonObject ready, int round) throws Exception {
        var api = ready.getString("console") + "/api/v1/";
        var ingest = ready.getString("ingest");
        var admin = ready.getString("adminToken");
        var token = made(
                api + "tokens", admin, new JsonObject().put("name", "t" + round).put("role", "viewer"));
        assertThat(status("GET", api + "services", token.getString("secret"), null))
                .as("a token, in another service")
                .isEqualTo(200);

        var person = first(api + "users", admin);
        var policy = made(
                api + "escalation-policies",
                admin,
                new JsonObject()
                        .put("name", "p" + round)
                        .put(
                                "steps",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("delay", "PT5M")
                                                .put(
                                                        "targets",
                                                        new JsonArray()
                                                                .add(new JsonObject()
                                                                        .put("type", "user")
                                                                        .put("id", person))))));
        var service = made(
                api + "services",
                admin,
                new JsonObject().put("name", "s" + round).put("escalationPolicy", policy.getString("id")));

        var integration = made(
                api + "integrations",
                admin,
                new JsonObject()
                        .put("service", service.getString("id"))
                        .put("name", "i")
                        .put("type", round % 2 == 0 ? "generic" : "opsgenie"));
        var key = integration.getString("routingKey");
        assertThat(
                        round % 2 == 0
                                ? status(
                                        "POST",
                                        ingest + "/v1/webhooks/generic/" + key,
                                        null,
                                        new JsonObject().put("summary", "x"))
                                : genie(ingest + "/v2/alerts", key, new JsonObject().put("message", "x")))
                .as("the key of an integration")
                .isEqualTo(202);

        var heartbeat = made(
                api + "heartbeats",
                admin,
                new JsonObject()
                        .put("service", service.getString("id"))
                        .put("name", "h" + round)
                        .put("period", "PT1H"));
        assertThat(
                        round % 2 == 0
                                ? status("GET", heartbeat.getString("pingUrl"), null, null)
                                : genie(ingest + "/v2/heartbeats/h" + round + "/ping", key, new JsonObject()))
                .as("a heartbeat")
                .isIn(200, 202);
    }

    private String first(String url, String token) throws Exception {
        var answer = send("GET", url, "Bearer " + token, null);
        return new JsonObject(answer.body())
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
    }

    private JsonObject made(String url, String token, JsonObject body) throws Exception {
        var answer = send("POST", url, "Bearer " + token, body);
        assertThat(answer.statusCode()).as(url + " " + answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private int status(String method, String url, @Nullable String token, @Nullable JsonObject body) throws Exception {
        return send(method, url, token == null ? null : "Bearer " + token, body).statusCode();
    }

    private int genie(String url, String key, JsonObject body) throws Exception {
        return send("POST", url, "GenieKey " + key, body).statusCode();
    }

    private HttpResponse<String> send(
            String method, String url, @Nullable String authorization, @Nullable JsonObject body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.encode()));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void noRequestIsAFault(JsonObject ready) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        var fuzz = fuzz(ready, seed);
        fuzz.run(FUZZED);
        System.out.println(fuzz.statuses() + ", " + fuzz.succeeded().size() + " of " + fuzz.operations()
                + " operations succeeded at least once");
        assertThat(fuzz.faults()).isEmpty();
        assertThat(fuzz.succeeded().size()).as("some are good").isGreaterThan(fuzz.operations() / 2);
    }

    /** Of everything the edge describes, by somebody who may do everything. */
    static ContractFuzz fuzz(JsonObject ready, long seed) throws Exception {
        var http = new Http();
        var console = ready.getString("console");
        Map<String, Object> yaml =
                new Yaml().load(http.get(console + "/api/openapi.yaml").body());
        var admin = ready.getString("adminToken");
        var untouchable = new TreeSet<String>();
        for (var list : new String[] {"users", "tokens"}) {
            http
                    .get(console + "/api/v1/" + list, "Authorization", "Bearer " + admin)
                    .json()
                    .getJsonArray("items")
                    .stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("role").equals("admin"))
                    .forEach(one -> untouchable.add(one.getString("id")));
        }
        return new ContractFuzz(new JsonObject(Json.text(yaml)), console, admin, untouchable, seed);
    }
}
