package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.incident.catalog.service.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The API as a program meets it: what it answers, and each shape in which it says no. */
class ApiIT {
    private static final String NOBODY = "0198ffff-0000-7000-8000-00000000dead";

    private final Stand stand = Stand.get();

    @Test
    void whoSendsNoTokenOrAWrongOneIsNobody() {
        problem(stand.anonymous("/api/v1/incidents"), 401);
        problem(stand.get("/api/v1/incidents", "blf_wrong"), 401);
    }

    @Test
    void aRoleDoesWhatItMayAndNoMore() {
        problem(stand.post("/api/v1/services", Stand.RESPONDER, Map.of("name", "Mine")), 403);
        problem(stand.post("/api/v1/incidents/" + NOBODY + "/acknowledge", Stand.VIEWER, Map.of()), 403);
        assertThat(stand.get("/api/v1/incidents", Stand.VIEWER).statusCode()).isEqualTo(200);
    }

    @Test
    void eachBadFieldIsNamed() {
        var problem =
                problem(stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", " ", "grouping", "colour")), 400);
        assertThat(problem.getJsonArray("errors").encode()).contains("name").contains("grouping");
        assertThat(problem(stand.get("/api/v1/incidents?severity=awful", Stand.VIEWER), 400)
                        .getJsonArray("errors"))
                .isNotEmpty();
        problem(stand.get("/api/v1/incidents?limit=0", Stand.VIEWER), 400);
        problem(stand.get("/api/v1/incidents?cursor=abc", Stand.VIEWER), 400);
        problem(stand.get("/api/v1/alerts?cursor=abc", Stand.VIEWER), 400);
        problem(stand.get("/api/v1/incidents/not-an-id", Stand.VIEWER), 400);
        problem(stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", "x", "title", "t")), 400);
        var noService =
                problem(stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", NOBODY, "title", "t")), 400);
        assertThat(noService.getJsonArray("errors").encode()).contains("#/service");
        var noDoor = problem(
                stand.post(
                        "/api/v1/integrations",
                        Stand.MANAGER,
                        Map.of("service", NOBODY, "name", "d", "type", "events")),
                400);
        assertThat(noDoor.getJsonArray("errors").encode()).contains("#/service");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var path : List.of("services", "integrations", "alerts", "incidents")) {
            problem(stand.get("/api/v1/" + path + "/" + NOBODY, Stand.VIEWER), 404);
        }
        problem(stand.get("/api/v1/incidents/" + NOBODY + "/timeline", Stand.VIEWER), 404);
        problem(stand.post("/api/v1/incidents/" + NOBODY + "/resolve", Stand.RESPONDER, Map.of()), 404);
        problem(stand.get("/api/v1/nothing", Stand.VIEWER), 404);
    }

    @Test
    void aServiceIsAddedChangedWithItsVersionAndRemoved() {
        var added = stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", "Kept", "description", "d"));
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("ETag")).contains("\"v1\"");
        var at = added.headers().firstValue("Location").orElseThrow();
        var body = Map.of("name", "Kept better", "grouping", "service");
        assertThat(stand.method("PUT", at, Stand.MANAGER, body, "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(200);
        problem(stand.method("PUT", at, Stand.MANAGER, body, "If-Match", "\"v1\""), 412);
        assertThat(Stand.json(stand.get(at, Stand.VIEWER)).getLong("version")).isEqualTo(2);
        var taken = problem(stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", "Kept better")), 400);
        assertThat(taken.getJsonArray("errors").encode()).contains("#/name");
        assertThat(stand.method("DELETE", at, Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(204);
        problem(stand.get(at, Stand.VIEWER), 404);
        problem(stand.method("DELETE", "/api/v1/services/" + Service.BELFRY, Stand.MANAGER, Map.of()), 409);
    }

    @Test
    void aServiceTakesOnlyAnEscalationPolicyThatIsKnown() {
        var unknown = Map.of("name", "Watched", "escalationPolicy", NOBODY.toString());
        var refused = problem(stand.post("/api/v1/services", Stand.MANAGER, unknown), 400);
        assertThat(refused.getJsonArray("errors").encode()).contains("#/escalationPolicy");

        var policy = new PolicyEntry(UUID.randomUUID(), "Weekly");
        var known = Map.of("name", "Watched", "escalationPolicy", policy.id().toString());
        // The refusal is not kept for the key: the same request goes through once the policy is known.
        problem(stand.post("/api/v1/services", Stand.MANAGER, known, "Idempotency-Key", "watched"), 400);
        stand.tell(Topics.DIRECTORY.name(), policy.key(), PolicyEntry.TYPE, policy);
        Stand.eventually(() -> stand.post("/api/v1/services", Stand.MANAGER, known, "Idempotency-Key", "watched")
                        .statusCode()
                == 201);
        var at = "/api/v1/services/" + idOf("Watched");
        problem(stand.method("PUT", at, Stand.MANAGER, unknown), 400);

        // A policy that is gone since does not stand in the way of another name.
        stand.tell(Topics.DIRECTORY.name(), policy.key(), PolicyEntry.TYPE, new byte[0]);
        assertThat(stand.method(
                                "PUT",
                                at,
                                Stand.MANAGER,
                                Map.of(
                                        "name",
                                        "Watched well",
                                        "escalationPolicy",
                                        policy.id().toString()))
                        .statusCode())
                .isEqualTo(200);
    }

    private String idOf(String service) {
        return Stand.json(stand.get("/api/v1/services?limit=200", Stand.VIEWER)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("name").equals(service))
                .map(item -> item.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    /** Names, descriptions and cursors with what PostgreSQL cannot keep are the sender's fault, not ours. */
    @Test
    void aNulIsRefusedAndNotAFault() {
        problem(stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", "N\0L")), 400);
    }

    @Test
    void anIntegrationShowsItsKeyToThoseWhoMayUseItAndKeepsAnAdoptedOne() {
        var door = stand.door("Keyed", "alert");
        var key = "R0123456789abcdefABCDEF012345678";
        var input = Map.of("service", door.service().toString(), "name", "Old", "type", "generic", "routingKey", key);
        var adopted = stand.post("/api/v1/integrations", Stand.MANAGER, input);
        assertThat(adopted.statusCode()).as(adopted.body()).isEqualTo(201);
        problem(stand.post("/api/v1/integrations", Stand.MANAGER, input), 400);
        var at = "/api/v1/integrations/" + door.integration();
        assertThat(Stand.json(stand.get(at, Stand.VIEWER)).containsKey("routingKey"))
                .isFalse();
        assertThat(Stand.json(stand.get(at, Stand.RESPONDER)).getString("routingKey"))
                .matches("[0-9a-f]{32}");
        assertThat(Stand.json(stand.get("/api/v1/integrations?service=" + door.service(), Stand.VIEWER))
                        .getJsonArray("items"))
                .hasSize(2);
        problem(stand.method("DELETE", "/api/v1/services/" + door.service(), Stand.MANAGER, Map.of()), 409);
        assertThat(stand.method("DELETE", at, Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(204);
        problem(stand.method("DELETE", at, Stand.MANAGER, Map.of()), 404);
    }

    @Test
    void anIncidentIsOpenedByHandOnceForOneIdempotencyKey() {
        var door = stand.door("Manual", "alert");
        var input = Map.of("service", door.service().toString(), "title", "Customers cannot pay", "severity", "sev1");
        var first = stand.post("/api/v1/incidents", Stand.RESPONDER, input, "Idempotency-Key", "open-1");
        var again = stand.post("/api/v1/incidents", Stand.RESPONDER, input, "Idempotency-Key", "open-1");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        var opened = stand.await(door.service(), Happened.TRIGGERED);
        assertThat(opened.by().name()).isEqualTo("responder robot");
        assertThat(stand.eventsOf(door.service())).hasSize(1);
    }

    @Test
    void anIncidentGoesThroughItsWholeLife() {
        var incident = open("Lived");
        var at = "/api/v1/incidents/" + incident.getString("id");
        problem(stand.post(at + "/acknowledge", Stand.RESPONDER, Map.of("cycle", 9)), 409);
        var taken = Stand.json(stand.post(at + "/acknowledge", Stand.RESPONDER, Map.of("cycle", 1)));
        assertThat(taken.getString("status")).isEqualTo("acknowledged");
        assertThat(taken.getJsonObject("acknowledgedBy").getString("name")).isEqualTo("responder robot");
        assertThat(stand.post(at + "/acknowledge", Stand.RESPONDER, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(stand.postNothing(at + "/acknowledge", Stand.RESPONDER).statusCode())
                .isEqualTo(200);

        var changed = stand.method(
                "PATCH", at, Stand.RESPONDER, Map.of("title", "Better", "severity", "sev4"), "If-Match", "\"v2\"");
        assertThat(Stand.json(changed).getLong("version")).isEqualTo(4);
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("title", "Late"), "If-Match", "\"v2\""), 412);
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of()), 400);

        problem(stand.post(at + "/snooze", Stand.RESPONDER, Map.of("duration", "PT5S")), 400);
        problem(stand.post(at + "/snooze", Stand.RESPONDER, Map.of("duration", "soon")), 400);
        problem(stand.post(at + "/snooze", Stand.RESPONDER, Map.of("duration", "PT")), 400);
        assertThat(Stand.json(stand.post(at + "/snooze", Stand.RESPONDER, Map.of("duration", "PT1H")))
                        .getString("snoozedUntil"))
                .endsWith("Z");
        assertThat(stand.post(at + "/notes", Stand.RESPONDER, Map.of("text", "It is the disk"))
                        .statusCode())
                .isEqualTo(200);
        var unstorable = stand.post(at + "/notes", Stand.RESPONDER, Map.of("text", "It is the \0 disk"));
        assertThat(problem(unstorable, 400).getString("detail")).startsWith("#/text");
        problem(stand.post(at + "/notes", Stand.RESPONDER, Map.of("text", "  ")), 400);
        assertThat(Stand.json(stand.post(at + "/resolve", Stand.RESPONDER, Map.of()))
                        .getString("status"))
                .isEqualTo("resolved");
        problem(stand.post(at + "/acknowledge", Stand.RESPONDER, Map.of()), 409);
        assertThat(Stand.json(stand.post(at + "/reopen", Stand.RESPONDER, Map.of()))
                        .getInteger("cycle"))
                .isEqualTo(2);

        var first = stand.get(at + "/timeline?limit=3", Stand.VIEWER);
        assertThat(Stand.json(first).getJsonArray("items")).hasSize(3);
        assertThat(first.headers().firstValue("Link").orElse("")).contains("rel=\"next\"");
        var whole = stand.get(at + "/timeline", Stand.VIEWER).body();
        assertThat(whole).contains("Opened by", "Snoozed by", "It is the", "Reopened by responder robot");
    }

    @Test
    void incidentsAreListedNewestFirstPageByPage() {
        var one = open("Listed one");
        var two = open("Listed two");
        var three = open("Listed three");
        var page = stand.get("/api/v1/incidents?status=open&severity=sev2&limit=2", Stand.VIEWER);
        assertThat(numbers(page)).containsExactly(three.getInteger("number"), two.getInteger("number"));
        var link = page.headers().firstValue("Link").orElseThrow();
        var next = stand.get(link.substring(1, link.indexOf('>')), Stand.VIEWER);
        assertThat(numbers(next)).startsWith(one.getInteger("number"));
        assertThat(numbers(stand.get(
                        "/api/v1/incidents?service="
                                + two.getJsonObject("service").getString("id"),
                        Stand.VIEWER)))
                .containsExactly(two.getInteger("number"));
        assertThat(stand.get("/api/v1/incidents?status=resolved", Stand.VIEWER).body())
                .doesNotContain("\"open\"", "triggered");
    }

    @Test
    void anIncidentNamesItsAlerts() {
        var door = stand.door("Named", "service");
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "a", "b"));
        var id = stand.await(door.service(), Happened.TRIGGERED).incident().id();
        var incident = Stand.json(stand.get("/api/v1/incidents/" + id, Stand.VIEWER));
        assertThat(incident.getJsonArray("alerts")).hasSize(2);
        assertThat(incident.getJsonArray("alerts").getJsonObject(0).getString("summary"))
                .isEqualTo("a is bad");
        assertThat(incident.getJsonObject("service").getString("name")).isEqualTo("Named");
        assertThat(incident.getInteger("openAlerts")).isEqualTo(2);
    }

    @Test
    void theContractIsPublished() {
        assertThat(stand.anonymous("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
    }

    private JsonObject open(String service) {
        var door = stand.door(service, "alert");
        return Stand.json(stand.post(
                "/api/v1/incidents",
                Stand.RESPONDER,
                Map.of("service", door.service().toString(), "title", service + " is slow", "severity", "sev2")));
    }

    private static List<Integer> numbers(HttpResponse<String> page) {
        return Stand.json(page).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getInteger("number"))
                .toList();
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        var problem = Stand.json(response);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        return problem;
    }
}
