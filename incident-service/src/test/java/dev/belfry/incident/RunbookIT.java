package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written down to do is found beside the incident it is for, and ticked there. */
class RunbookIT {
    private final Stand stand = Stand.get();

    @Test
    void aRunbookStandsBesideTheIncidentsItIsForAndItsStepsAreTickedOnce() {
        var door = stand.door("Runbook acquirer", "alert");
        var other = stand.door("Runbook elsewhere", "alert");
        var made = stand.post(
                "/api/v1/runbooks",
                Stand.MANAGER,
                Map.of(
                        "name",
                        "Acquirer down",
                        "services",
                        List.of(door.service().toString()),
                        "severities",
                        List.of("sev1", "sev2"),
                        "titleContains",
                        "ACQUIRER",
                        "steps",
                        List.of("Confirm with a test card", "Move traffic to acquirer B")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var runbook = Stand.json(made).getString("id");
        var incident = opened(door, "The acquirer answers 502", "sev1");
        assertThat(names(incident)).contains("Acquirer down");
        var disk = opened(door, "Disk full", "sev1");
        assertThat(names(disk)).doesNotContain("Acquirer down");
        assertThat(stand.post(
                                "/api/v1/incidents/" + disk.getString("id") + "/runbooks/" + runbook + "/steps",
                                Stand.RESPONDER,
                                Map.of("step", "Confirm with a test card", "done", true))
                        .statusCode())
                .as("what is not for an incident is not ticked there")
                .isEqualTo(409);
        assertThat(names(opened(door, "The acquirer is slow", "sev4"))).doesNotContain("Acquirer down");
        assertThat(names(opened(other, "The acquirer answers 502", "sev1"))).doesNotContain("Acquirer down");

        var steps = "/api/v1/incidents/" + incident.getString("id") + "/runbooks/" + runbook + "/steps";
        var tick = Map.of("step", "Confirm with a test card", "done", true);
        assertThat(stand.post(steps, Stand.VIEWER, tick).statusCode()).isEqualTo(403);
        for (var i = 0; i < 2; i++) {
            var ticked = stand.post(steps, Stand.RESPONDER, tick);
            assertThat(ticked.statusCode()).as(ticked.body()).isEqualTo(200);
            assertThat(ticked.body()).contains("\"doneAt\"");
        }
        var timeline = stand.get("/api/v1/incidents/" + incident.getString("id") + "/timeline", Stand.VIEWER)
                .body();
        assertThat(timeline.split("Acquirer down, done: Confirm with a test card", -1))
                .as("one line, however often it is ticked")
                .hasSize(2);
        var strange = stand.post(steps, Stand.RESPONDER, Map.of("step", "Something else", "done", true));
        assertThat(strange.statusCode()).isEqualTo(400);
        assertThat(strange.body()).contains("#/step", "no such step");

        var page = "/incidents/" + incident.getLong("number");
        assertThat(stand.page(page).body()).contains("1 of 2", "Move traffic to acquirer B");
        assertThat(stand.form(page + "/runbooks/" + runbook, "step=Move+traffic+to+acquirer+B&done=1")
                        .statusCode())
                .isEqualTo(303);
        assertThat(stand.page(page).body()).contains("2 of 2");

        var changed = stand.method(
                "PUT",
                "/api/v1/runbooks/" + runbook,
                Stand.MANAGER,
                Map.of(
                        "name",
                        "Acquirer down",
                        "steps",
                        List.of("Look at the status page", "Confirm with a test card")));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(stand.page(page).body())
                .as("the tick of a step that stays is kept")
                .contains("1 of 2");
        assertThat(names(opened(other, "Anything", "sev5"))).contains("Acquirer down");
        assertThat(stand.method("DELETE", "/api/v1/runbooks/" + runbook, Stand.MANAGER, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(names(incident)).doesNotContain("Acquirer down");
    }

    @Test
    void whatCannotBeARunbookIsRefusedByItsField() {
        refused(Map.of("name", "Empty"), "#/steps");
        refused(Map.of("name", "Twice", "steps", List.of("Look", " Look ")), "#/steps");
        refused(Map.of("name", "Script", "link", "javascript:alert(1)"), "#/link");
        refused(
                Map.of(
                        "name",
                        "Nowhere",
                        "steps",
                        List.of("Look"),
                        "services",
                        List.of("00000000-0000-7000-8000-000000000001")),
                "#/services");
        refused(Map.of("name", "Odd", "steps", List.of("Look"), "severities", List.of("sev9")), "#/severities");
        assertThat(stand.post("/api/v1/runbooks", Stand.RESPONDER, Map.of("name", "Mine", "steps", List.of("Look")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRunbookIsWrittenChangedAndRemovedInTheConsole() {
        assertThat(stand.page("/runbooks/new").body()).contains("Steps, one on each line");
        assertThat(stand.pageAsResponder("/runbooks/new").statusCode()).isEqualTo(403);
        var wrong = stand.form("/runbooks", "name=Typed+book&steps=&link=");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Write at least one step", "value=\"Typed book\"");
        assertThat(stand.form("/runbooks", "name=Typed+book&steps=One%0ATwo%0A%0AThree&severity=sev2")
                        .statusCode())
                .isEqualTo(303);
        var made = Stand.json(stand.get("/api/v1/runbooks", Stand.VIEWER)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("name").equals("Typed book"))
                .findFirst()
                .orElseThrow();
        assertThat(made.getJsonArray("steps").size()).isEqualTo(3);
        var at = "/runbooks/" + made.getString("id");
        assertThat(stand.page(at).body()).contains("One\nTwo\nThree");
        assertThat(stand.form(at, "version=0&name=Late&steps=One").body()).contains("Somebody else saved");
        assertThat(stand.form(at, "version=1&name=Typed+anew&steps=One").statusCode())
                .isEqualTo(303);
        assertThat(stand.page("/runbooks").body()).contains("Typed anew");
        assertThat(stand.form(at + "/remove", "").statusCode()).isEqualTo(303);
        assertThat(stand.page(at).statusCode()).isEqualTo(404);
    }

    private void refused(Map<String, ?> input, String field) {
        var answer = stand.post("/api/v1/runbooks", Stand.MANAGER, input);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(field);
    }

    private JsonObject opened(Stand.Door door, String title, String severity) {
        var answer = stand.post(
                "/api/v1/incidents",
                Stand.RESPONDER,
                Map.of("service", door.service().toString(), "title", title, "severity", severity));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Stand.json(answer);
    }

    private List<String> names(JsonObject incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.getString("id") + "/runbooks", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(one -> ((JsonObject) one).getString("name"))
                .toList();
    }
}
