package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.json.Json;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an integration is connected, watched and taught to read. */
class IntegrationIT {
    private final Stand stand = Stand.get();

    @Test
    void howItReadsIsChangedOverTheApiAndTold() {
        var door = stand.door("Taught", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        var rule = Map.of("field", "subject", "pattern", "^DOWN: (.+)", "action", "trigger", "dedupKey", "$1");
        var changed = stand.method(
                "PATCH",
                at,
                Stand.MANAGER,
                Map.of(
                        "type",
                        "generic",
                        "mapping",
                        Map.of("summary", "body.title"),
                        "emailRules",
                        List.of(rule),
                        "perSecond",
                        50),
                "If-Match",
                "\"v1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        var seen = Stand.json(stand.get(at, Stand.VIEWER));
        assertThat(seen.getString("name")).isEqualTo("Taught door");
        assertThat(seen.getJsonObject("mapping")).isEqualTo(new JsonObject().put("summary", "body.title"));
        assertThat(seen.getJsonArray("emailRules")).hasSize(1);
        assertThat(seen.getInteger("perSecond")).isEqualTo(50);
        assertThat(seen.getInteger("version")).isEqualTo(2);
        Stand.eventually(() -> told(door.integration())
                .filter(entry -> Integer.valueOf(50).equals(entry.perSecond())
                        && entry.mapping() != null
                        && "body.title".equals(entry.mapping().summary())
                        && List.of(new EmailRule("subject", "^DOWN: (.+)", "trigger", "$1"))
                                .equals(entry.emailRules()))
                .isPresent());

        problem(stand.method("PATCH", at, Stand.MANAGER, Map.of("perSecond", 9), "If-Match", "\"v1\""), 412);
        var usual = stand.method(
                "PATCH",
                at,
                Stand.MANAGER,
                new JsonObject("{\"mapping\":null,\"emailRules\":null,\"perSecond\":null}").getMap());
        assertThat(Stand.json(usual).fieldNames()).doesNotContain("mapping", "perSecond");
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("perSecond", 9)), 403);
        problem(
                stand.method("PATCH", "/api/v1/integrations/" + UUID.randomUUID(), Stand.MANAGER, Map.of("type", "x")),
                404);
    }

    @Test
    void anIntegrationIsTurnedOffAndOnAndItsKeyReplacedOverTheApi() {
        var door = stand.door("Switched", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        assertThat(Stand.json(stand.post(at + "/disable", Stand.MANAGER, Map.of()))
                        .getBoolean("enabled"))
                .isFalse();
        Stand.eventually(() -> told(door.integration()).isEmpty());
        assertThat(Stand.json(stand.post(at + "/enable", Stand.MANAGER, Map.of()))
                        .getBoolean("enabled"))
                .isTrue();
        Stand.eventually(() -> told(door.integration()).isPresent());
        var before = Stand.json(stand.get(at, Stand.RESPONDER)).getString("routingKey");
        var after = Stand.json(stand.post(at + "/replace-key", Stand.MANAGER, Map.of()));
        assertThat(after.getString("routingKey")).isNotBlank().isNotEqualTo(before);
        for (var act : List.of("/disable", "/enable", "/replace-key")) {
            problem(stand.post(at + act, Stand.RESPONDER, Map.of()), 403);
            problem(stand.post("/api/v1/integrations/" + UUID.randomUUID() + act, Stand.MANAGER, Map.of()), 404);
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndNamed() {
        var door = stand.door("Unteachable", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        assertThat(wrong(at, Map.of("mapping", Map.of("summary", "!")))).contains("#/mapping/summary");
        assertThat(wrong(at, Map.of("mapping", Map.of("sumary", "body.title")))).contains("sumary");
        assertThat(wrong(at, Map.of("mapping", Map.of("summary", "x".repeat(4_001)))))
                .contains("summary");
        assertThat(wrong(at, Map.of("perSecond", 0))).contains("perSecond");
        assertThat(wrong(at, Map.of("type", "No Word"))).contains("type");
        assertThat(wrong(at, rules("subject", "(", null))).contains("#/emailRules/0/pattern");
        assertThat(wrong(at, rules("subject", "(?=look)", null))).contains("#/emailRules/0/pattern");
        assertThat(wrong(at, rules("subject", "down", "$1"))).contains("#/emailRules/0/dedupKey");
        assertThat(wrong(at, rules("colour", "down", null))).contains("#/emailRules/0/field");
        assertThat(Stand.json(stand.get(at, Stand.VIEWER)).getInteger("version"))
                .isEqualTo(1);
    }

    @Test
    void withoutWhoeverChecksItNothingIsChanged() {
        var door = stand.door("Alone", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        stand.ingest.away(true);
        try {
            var refused = problem(
                    stand.method("PATCH", at, Stand.MANAGER, Map.of("mapping", Map.of("summary", "body.title"))), 503);
            assertThat(refused.getString("detail")).contains("try again");
            problem(stand.post(at + "/dry-run", Stand.RESPONDER, Map.of("payload", Map.of())), 503);
            var page = stand.form("/services/" + door.service() + "/integrations/" + door.integration(), typed());
            assertThat(page.statusCode()).isEqualTo(422);
            assertThat(page.body()).contains("try again", "body.title");
            assertThat(stand.method("PATCH", at, Stand.MANAGER, Map.of("name", "Alone indeed"))
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            stand.ingest.away(false);
        }
        assertThat(Stand.json(stand.get(at, Stand.VIEWER)).fieldNames()).doesNotContain("mapping");
    }

    @Test
    void theMappingOfOneThatIsOffIsNotTried() {
        var door = stand.door("Turned off", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        assertThat(stand.post(at + "/disable", Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(wrong(at, Map.of("mapping", Map.of("summary", "body.title"))))
                .contains("#/mapping", "Turn it on first");
        var tried = problem(stand.post(at + "/dry-run", Stand.RESPONDER, Map.of("payload", Map.of())), 400);
        assertThat(tried.encode()).contains("Turn it on first");
        var page = stand.form(
                "/services/" + door.service() + "/integrations/" + door.integration(),
                typed().replace("version=1", "version=2"));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("Turn it on first", "body.title");
        assertThat(stand.method("PATCH", at, Stand.MANAGER, Map.of("perSecond", 20))
                        .statusCode())
                .as("what needs no door")
                .isEqualTo(200);
    }

    @Test
    void aPayloadIsTriedOverTheApi() {
        var door = stand.door("Tried payload", "alert");
        var at = "/api/v1/integrations/" + door.integration();
        var input = Map.of(
                "mapping", Map.of("summary", "body.title"),
                "payload", Map.of("title", "Disk full"),
                "headers", Map.of("x-kind", "check"));
        var tried = stand.post(at + "/dry-run", Stand.RESPONDER, input);
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(Stand.json(tried).getJsonArray("alerts").getJsonObject(0).getString("summary"))
                .isEqualTo("Disk full");
        var key = Stand.json(stand.get(at, Stand.RESPONDER)).getString("routingKey");
        assertThat(stand.ingest.asked())
                .isEqualTo(new JsonObject(Json.text(input)).put("path", "/v1/webhooks/generic/" + key + "/dry-run"));
        var bad = problem(
                stand.post(
                        at + "/dry-run",
                        Stand.RESPONDER,
                        Map.of("mapping", Map.of("action", "!"), "payload", List.of(1))),
                400);
        assertThat(bad.encode()).contains("#/mapping/action");
        problem(stand.post(at + "/dry-run", Stand.RESPONDER, Map.of()), 400);
        problem(stand.post(at + "/dry-run", Stand.VIEWER, input), 403);
    }

    @Test
    void thePageShowsWhatToPasteWithTheRealAddressAndKey() {
        var door = stand.door("Pasted", "alert");
        var key = Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.RESPONDER))
                .getString("routingKey");
        assertThat(stand.page(page(door)).body()).contains("Show the key").doesNotContain(key);
        assertThat(stand.pageAsViewer(page(door) + "?key=shown").body()).doesNotContain(key);
        var page = stand.pageAsResponder(page(door) + "?key=shown").body();
        assertThat(page)
                .contains("Waiting for the first event", "http://in.example.net/v2/enqueue", key)
                .contains("path_prefix: /alertmanager/" + key, "GenieKey " + key, "http://in.example.net/ping/" + key)
                .doesNotContain("{key}", "{base}", " style=", " onclick=")
                .doesNotContainPattern("<script>");
        assertThat(stand.page("/services/" + door.service()).body()).contains(page(door));
        assertThat(stand.page("/services/" + UUID.randomUUID() + "/integrations/" + door.integration())
                        .statusCode())
                .isEqualTo(404);
        assertThat(stand.page("/services/" + door.service() + "/integrations/abc")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theFirstEventShowsByItself() {
        var door = stand.door("Awaited", "alert");
        assertThat(stand.anonymous(page(door) + "/live").statusCode()).isEqualTo(401);
        var stream = stand.stream(page(door) + "/live?after=-1");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        Stand.eventually(() -> stream.contains("event: request-" + door.integration()));
        assertThat(stand.page(page(door)).body())
                .contains("Received at", "disk is bad", "it came", "generic", "critical")
                .doesNotContain("Waiting for the first event");
        // Who comes later than the event, but has not seen it, hears of it too.
        var late = stand.stream(page(door) + "/live?after=-1");
        Stand.eventually(() -> late.contains("event: request-" + door.integration()));
        assertThat(stand.page(page(door) + "?try=0").body()).contains("{\"as\":\"it came\"}</textarea>");
    }

    @Test
    void aChangeIsReceivedToo() {
        var door = stand.door("Deployed", "alert");
        stand.accepted(
                door.service(),
                Change.TYPE,
                new Change(
                        UUID.randomUUID(),
                        door.integration(),
                        door.service(),
                        "github",
                        Instant.now(),
                        "Release 7 is out",
                        null,
                        null,
                        Map.of(),
                        List.of(),
                        "{\"routing_key\":\"fedcba9876543210fedcba9876543210\",\"nul\":\"\0\"}"));
        Stand.eventually(() -> stand.page(page(door)).body().contains("Release 7 is out"));
        assertThat(stand.page(page(door)).body()).contains("github", "(hidden)").doesNotContain("fedcba9876543210");
    }

    @Test
    void ofAFloodTheLatestAreKeptAndNoMore() {
        var door = stand.door("Flooded", "alert");
        var began = Instant.now();
        for (var i = 0; i < 5; i++) {
            int batch = i;
            stand.accepted(
                    door.service(),
                    IntStream.range(0, 50)
                            .mapToObj(j -> Stand.request(
                                    door.integration(), door.service(), AlertAction.TRIGGER, "k" + batch + "-" + j))
                            .toArray(AcceptedRequest[]::new));
        }
        Stand.eventually(() -> count("select count(*) as n from alert where service = $1", door.service()) == 250);
        assertThat(count("select count(*) as n from recent_request where integration = $1", door.integration()))
                .isEqualTo(20);
        long kept = count("select kept as n from request_tally where integration = $1", door.integration());
        assertThat(kept)
                .isBetween(20L, 21 + Duration.between(began, Instant.now()).toSeconds());
        assertThat(stand.page(page(door)).body()).doesNotContain("k0-3 is bad");

        var removed = stand.method("DELETE", "/api/v1/integrations/" + door.integration(), Stand.MANAGER, Map.of());
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(count("select count(*) as n from recent_request where integration = $1", door.integration()))
                .isZero();
    }

    @Test
    void aMappingIsTriedAndSavedWithTheForm() {
        var door = stand.door("Clicked through", "alert");
        var tried = stand.form(page(door) + "/try", typed());
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(tried.body())
                .contains("It would become this", "Disk &lt;b&gt; full", "disk-db1", "details.region")
                .contains("the usual names were used", "body.title</textarea>", "value=\"^DOWN\"");
        assertThat(Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.VIEWER))
                        .getInteger("version"))
                .isEqualTo(1);

        assertThat(stand.form(page(door), typed()).statusCode()).isEqualTo(303);
        var saved = Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.VIEWER));
        assertThat(saved.getString("name")).isEqualTo("Own checks");
        assertThat(saved.getJsonObject("mapping").getString("summary")).isEqualTo("body.title");
        assertThat(saved.getJsonArray("emailRules").getJsonObject(0).getString("pattern"))
                .isEqualTo("^DOWN");
        assertThat(saved.getInteger("perSecond")).isEqualTo(100);
        var late = stand.form(page(door), typed());
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("Somebody changed it meanwhile", "body.title</textarea>");
    }

    @Test
    void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
        var door = stand.door("Mistyped", "alert");
        var bad =
                stand.form(page(door), typed().replace("body.title", "body.!").replace("perSecond=100", "perSecond=x"));
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("perSecond-error", "body.!</textarea>", "value=\"x\"");
        var unread = stand.form(page(door) + "/try", typed().replace("body.title", "body.!"));
        assertThat(unread.statusCode()).isEqualTo(422);
        assertThat(unread.body()).contains("id=\"mapping-summary-error\"", "this is no expression");
        var noJson = stand.form(page(door) + "/try", typed().replace("payload=%7B", "payload="));
        assertThat(noJson.statusCode()).isEqualTo(422);
        assertThat(noJson.body()).contains("id=\"payload-error\"", "This is not JSON");
        var rule = stand.form(page(door), typed().replace("%5EDOWN", "%28"));
        assertThat(rule.body()).contains("id=\"rule-0-pattern-error\"");
        assertThat(stand.form(page(door) + "/try", "payload=").body()).contains("Paste what your sender sends");
        assertThat(stand.forged(page(door)).statusCode()).isEqualTo(403);
    }

    /** What Bea types: a name, a rate, an expression, a rule of mails and a payload. */
    private static String typed() {
        return "version=1&name=Own+checks&type=generic&perSecond=100&mapping-summary=body.title"
                + "&rule-0-field=subject&rule-0-pattern=%5EDOWN&rule-0-action=trigger&rule-0-dedupKey="
                + "&rule-1-field=subject&rule-1-pattern=&rule-1-action=trigger&rule-1-dedupKey="
                + "&payload=%7B%22title%22%3A%22Disk+%3Cb%3E+full%22%7D&headers=X-Kind%3A+check";
    }

    private static String page(Stand.Door door) {
        return "/services/" + door.service() + "/integrations/" + door.integration();
    }

    private static Map<String, Object> rules(String field, String pattern, @Nullable String key) {
        var rule = new JsonObject()
                .put("field", field)
                .put("pattern", pattern)
                .put("action", "trigger")
                .put("dedupKey", key);
        return Map.of("emailRules", List.of(rule.getMap()));
    }

    private String wrong(String at, Map<String, Object> body) {
        return problem(stand.method("PATCH", at, Stand.MANAGER, body), 400)
                .getJsonArray("errors")
                .encode();
    }

    private long count(String statement, UUID id) {
        return stand.host
                .database()
                .query(statement, Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong("n"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** What is told of an integration last. */
    private static Optional<IntegrationEntry> told(UUID integration) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", Engines.kafka(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.INTEGRATIONS.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            Optional<IntegrationEntry> last = Optional.empty();
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (integration.toString().equals(record.key())) {
                        last = Optional.ofNullable(record.value()).map(body -> Json.read(body, IntegrationEntry.class));
                    }
                }
            }
            return last;
        }
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        return Stand.json(response);
    }
}
