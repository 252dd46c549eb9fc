package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does what in an incident, what there is to do, and what those who wait are told: over the API and in the console. */
class CrewIT {
    private static final String ASKING_NOTHING = "version = 1, roles = '{}', update_minutes = null, teams = '{}'";
    private final Stand stand = Stand.get();

    @AfterEach
    void rulesAskForNothingAgain() {
        stand.host
                .database()
                .query(
                        "update response_rule set postmortem = false, conference = null, runbook = null, "
                                + ASKING_NOTHING,
                        Tuple.tuple())
                .await();
    }

    @Test
    void aRoleIsTakenHandedOverAndGivenBackAndWhoGetsItIsNotified() {
        var incident = open("Crew roles");
        var at = "/api/v1/incidents/" + incident.id() + "/roles";
        assertThat(roles(stand.get(at, Stand.VIEWER)))
                .containsExactly("commander:null", "communications-lead:null", "scribe:null");

        var page = "/incidents/" + incident.number();
        assertThat(stand.form(page + "/roles/commander", "person=me").statusCode())
                .isEqualTo(303);
        var given = stand.method("PUT", at + "/commander", Stand.RESPONDER, Map.of("person", Stand.ROB));
        assertThat(roles(given)).contains("commander:Rob Example");
        stand.method("PUT", at + "/commander", Stand.RESPONDER, Map.of("person", Stand.ROB));
        assertThat(stand.noticesTo(Stand.BEA, incident.number())).isEmpty();
        Stand.eventually(() -> !stand.noticesTo(Stand.ROB, incident.number()).isEmpty());
        assertThat(stand.noticesTo(Stand.ROB, incident.number()))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.kind()).isEqualTo("incident.role");
                    assertThat(notice.subject()).isEqualTo("You are incident commander of #" + incident.number());
                });

        stand.method("PUT", at + "/database-lead", Stand.RESPONDER, Map.of("person", Stand.BEA));
        assertThat(roles(stand.method("DELETE", at + "/commander", Stand.RESPONDER, Map.of())))
                .containsExactly(
                        "commander:null", "communications-lead:null", "scribe:null", "database-lead:Bea Example");
        assertThat(timeline(incident))
                .containsSubsequence(
                        "Bea Example took over as incident commander",
                        "Rob Example is now incident commander, after Bea Example, assigned by responder robot",
                        "Bea Example is now database lead, assigned by responder robot",
                        "Rob Example is no longer incident commander, by responder robot");
        Stand.eventually(() -> stand.factsOf(incident.number())
                .equals(List.of("role_assigned", "role_assigned", "role_assigned", "role_released")));
        assertThat(stand.page(page).body()).contains("Database lead", "+ Assign");
    }

    @Test
    void aRoleForWhoIsNotThereOrUnderAnImpossibleNameIsRefused() {
        var incident = open("Crew refusals");
        var at = "/api/v1/incidents/" + incident.id() + "/roles/";
        var gone = stand.method("PUT", at + "scribe", Stand.RESPONDER, Map.of("person", UUID.randomUUID()));
        assertThat(gone.statusCode()).isEqualTo(400);
        assertThat(gone.body()).contains("#/person", "no active person");
        assertThat(stand.method("PUT", at + "Not%20A%20Role", Stand.RESPONDER, Map.of("person", Stand.ROB))
                        .statusCode())
                .isEqualTo(400);
        assertThat(stand.method("PUT", at + "scribe", Stand.VIEWER, Map.of("person", Stand.ROB))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.method(
                                "PUT",
                                "/api/v1/incidents/" + UUID.randomUUID() + "/roles/scribe",
                                Stand.RESPONDER,
                                Map.of("person", Stand.ROB))
                        .statusCode())
                .isEqualTo(404);
        var page = "/incidents/" + incident.number() + "/roles/scribe";
        assertThat(stand.form(page, "person=").statusCode()).isEqualTo(422);
        assertThat(stand.formAsViewer(page, "person=me").statusCode()).isEqualTo(403);
        assertThat(stand.forged(page).statusCode()).isEqualTo(403);
        assertThat(stand.page(page + "?q=rob").body()).contains("Rob Example").doesNotContain("Vic Example");
    }

    @Test
    void aTaskIsAddedGivenToSomebodyTickedOffReopenedAndRemoved() {
        var incident = open("Crew tasks");
        var at = "/api/v1/incidents/" + incident.id() + "/tasks";
        var added = Stand.json(stand.post(at, Stand.RESPONDER, Map.of("title", "Call <b>the</b> carrier")));
        var task = at + "/" + added.getString("id");
        var body = new JsonObject().put("assignee", Stand.ROB.toString()).put("done", true);
        var done = Stand.json(stand.method("PATCH", task, Stand.RESPONDER, body.getMap()));
        assertThat(done.getJsonObject("assignee").getString("name")).isEqualTo("Rob Example");
        assertThat(done.getBoolean("done")).isTrue();
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains("Call &lt;b&gt;the&lt;/b&gt; carrier", "1 of 1");
        var nobody = "{\"assignee\":null,\"done\":false,\"title\":\"Call the carrier\"}";
        var open = Stand.json(stand.client("PATCH", task, "Bearer " + Stand.RESPONDER, nobody));
        assertThat(open.getJsonObject("assignee")).isNull();
        assertThat(stand.method("PATCH", task, Stand.RESPONDER, Map.of("done", true), "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(stand.method("PATCH", task, Stand.RESPONDER, Map.of("dnoe", true))
                        .body())
                .contains("dnoe");
        assertThat(stand.method("DELETE", task, Stand.RESPONDER, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(stand.method("DELETE", task, Stand.RESPONDER, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(timeline(incident))
                .containsSubsequence(
                        "Task added: Call <b>the</b> carrier",
                        "Task for Rob Example: Call <b>the</b> carrier",
                        "Task done: Call <b>the</b> carrier",
                        "Task reworded from \"Call <b>the</b> carrier\": Call the carrier",
                        "Task given back: Call the carrier",
                        "Task not done after all: Call the carrier",
                        "Task removed: Call the carrier");
    }

    @Test
    void linksAreAddedShownToldAndTakenAway() {
        var incident = open("Crew links");
        var page = "/incidents/" + incident.number();
        var at = "/api/v1/incidents/" + incident.id() + "/links";
        var url = "https://grafana.example.com/d/payments?from=now-1h&to=now";
        var added = stand.post(at, Stand.RESPONDER, Map.of("url", url, "title", "Payments <dashboard>"));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(stand.page(page).body())
                .contains("Payments &lt;dashboard>", "href=\"" + url.replace("&", "&amp;") + "\"", "Add link");
        assertThat(stand.post(at, Stand.RESPONDER, Map.of("url", url)).statusCode())
                .as("the same once more")
                .isEqualTo(409);
        for (var wrong :
                List.of("javascript:alert(1)", "https://", "ftp://example.com/x", "https://a@b.example/", "x y")) {
            var refused = stand.post(at, Stand.RESPONDER, Map.of("url", wrong));
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.body()).contains("#/url");
        }
        assertThat(stand.post(at, Stand.VIEWER, Map.of("url", "https://example.com/"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.form(page + "/links", "url=https%3A%2F%2Fexample.com%2Flog&title=")
                        .statusCode())
                .isEqualTo(303);
        var links = Stand.json(stand.get(at, Stand.VIEWER)).getJsonArray("items");
        assertThat(links.getJsonObject(1).getString("title")).isEqualTo("https://example.com/log");
        var id = links.getJsonObject(0).getString("id");
        assertThat(stand.form(page + "/links/" + id, "").statusCode()).isEqualTo(303);
        assertThat(stand.method("DELETE", at + "/" + id, Stand.RESPONDER, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(stand.get("/api/v1/incidents/" + incident.id() + "/timeline", Stand.VIEWER)
                        .body())
                .contains("Link added: Payments <dashboard>, https://grafana", "Link removed: Payments <dashboard>");
        assertThat(stand.get("/api/v1/incidents/" + UUID.randomUUID() + "/links", Stand.VIEWER)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void tasksAreMadeAndTickedInTheConsole() {
        var incident = open("Crew clicks");
        var page = "/incidents/" + incident.number();
        assertThat(stand.form(page + "/tasks", "title=Pause+the+batch&mine=yes").statusCode())
                .isEqualTo(303);
        var id = Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/tasks", Stand.VIEWER))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        var task = page + "/tasks/" + id;
        assertThat(stand.form(task, "act=done").statusCode()).isEqualTo(303);
        assertThat(stand.page(page).body()).contains("aria-checked=\"true\"", "Task done: Pause the batch");
        assertThat(stand.page(task).body()).contains("done by Bea Example");
        assertThat(stand.form(task, "act=find&find=rob&title=Pause+it").body())
                .contains("value=\"Pause it\"", "Rob Example")
                .doesNotContain("Vic Example");
        var empty = stand.form(task, "act=save&title=&assignee=keep");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Say what is to be done");
        stand.form(task, "act=save&title=Pause+it&assignee=" + Stand.ROB);
        assertThat(stand.page(page).body()).contains("Pause it", "aria-label=\"Rob Example\"");
        assertThat(stand.formAsViewer(task, "act=done").statusCode()).isEqualTo(403);
        assertThat(stand.form(page + "/tasks/" + UUID.randomUUID(), "act=done").statusCode())
                .isEqualTo(303);
        IntStream.range(0, 99)
                .forEach(i -> stand.post(
                        "/api/v1/incidents/" + incident.id() + "/tasks", Stand.RESPONDER, Map.of("title", "t" + i)));
        assertThat(stand.post(
                                "/api/v1/incidents/" + incident.id() + "/tasks",
                                Stand.RESPONDER,
                                Map.of("title", "one more"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void anUpdateGoesOnceToEachPersonItIsMeantForAndNotToItsAuthor() {
        var incident = open("Crew updates");
        var page = "/incidents/" + incident.number();
        stand.form(page + "/roles/commander", "person=" + Stand.ROB);
        assertThat(stand.page(page + "/updates/new").body())
                .contains("1 person besides you", "Stand team", "2 people", "No promise");
        var sent = stand.form(
                page + "/updates", "text=Cards+fail+for+a+third.&responders=yes&next=PT30M&team=" + Stand.TEAM);
        assertThat(sent.statusCode()).isEqualTo(303);
        Stand.eventually(() -> stand.noticesTo(Stand.VIC, incident.number()).size() == 1);
        assertThat(stand.noticesTo(Stand.ROB, incident.number()))
                .filteredOn(notice -> notice.kind().equals("incident.update"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .contains("Cards fail for a third.", "Next update by ", "CET.", "Written by Bea Example"));
        assertThat(stand.noticesTo(Stand.BEA, incident.number())).isEmpty();
        assertThat(stand.page(page).body())
                .contains("sent a stakeholder update", "2 people", "Cards fail for a third.", "Next update");

        var listed = Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/updates", Stand.VIEWER));
        assertThat(listed.getJsonArray("items").getJsonObject(0).getInteger("reached"))
                .isEqualTo(2);
        assertThat(stand.page(page + "/updates/new").body())
                .as("the next one goes where the last one went")
                .containsPattern("value=\"" + Stand.TEAM + "\" checked");
    }

    @Test
    void anUpdateThatCannotBeSentKeepsWhatWasTyped() {
        var incident = open("Crew bad updates");
        var page = "/incidents/" + incident.number();
        var empty = stand.form(page + "/updates", "text=&next=PT1H&team=" + Stand.TEAM);
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body())
                .contains("Not sent.", "value=\"PT1H\" selected", "value=\"" + Stand.TEAM + "\" checked");
        assertThat(stand.formAsViewer(page + "/updates", "text=x").statusCode()).isEqualTo(403);
        var at = "/api/v1/incidents/" + incident.id() + "/updates";
        assertThat(stand.post(at, Stand.RESPONDER, Map.of("text", "x", "teams", List.of(UUID.randomUUID())))
                        .body())
                .contains("#/teams");
        assertThat(stand.post(at, Stand.RESPONDER, Map.of("text", "x", "nextUpdateBy", "2020-01-01T00:00:00Z"))
                        .body())
                .contains("#/nextUpdateBy");
        assertThat(stand.post(at, Stand.RESPONDER, Map.of("text", "x", "nextUpdateBy", "2026-01-01T00:00"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(stand.post(at, Stand.VIEWER, Map.of("text", "x")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoIsResponsibleIsRemindedOnceWhenAnUpdateIsDue() {
        var incident = open("Crew reminders");
        var page = "/incidents/" + incident.number();
        stand.form(page + "/roles/communications-lead", "person=" + Stand.ROB);
        stand.form(page + "/roles/commander", "person=" + Stand.VIC);
        assertThat(change("sev2", Map.of("name", "Major", "updateEvery", "PT30M", "roles", List.of("commander")))
                        .statusCode())
                .isEqualTo(200);
        backdate(incident, 31);
        Stand.eventually(() -> stand.noticesTo(Stand.ROB, incident.number()).size() == 2);
        assertThat(stand.noticesTo(Stand.ROB, incident.number()).getLast().subject())
                .startsWith("Stakeholder update due: #" + incident.number());
        assertThat(stand.page(page).body()).contains("overdue", "is overdue; Rob Example was reminded");

        stand.form(page + "/updates", "text=Still+at+it&next=");
        assertThat(stand.page(page).body()).doesNotContain("chip-red\">overdue");
        assertThat(timeline(incident).stream().filter(line -> line.contains("is overdue")))
                .hasSize(1);
        stand.form(page + "/resolve", "");
        assertThat(stand.page(page).body()).doesNotContain("Next update</dt>");
    }

    @Test
    void theRuleOfASeverityIsReadChangedAndShownOnItsIncidents() {
        var incident = open("Crew rules");
        var rules =
                Stand.json(stand.get("/api/v1/response-rules", Stand.VIEWER)).getJsonArray("items");
        assertThat(rules).hasSize(5);
        assertThat(rules.getJsonObject(0).getString("name")).isEqualTo("Critical");
        var saved = stand.form(
                "/response-rules/sev2",
                "name=Major&version=1&roles=Commander%2C+Database+lead&updateEvery=PT1H&postmortem=yes&team="
                        + Stand.TEAM
                        + "&conference=https%3A%2F%2Fmeet.example.com%2F%7Bnumber%7D&runbook=https%3A%2F%2Fwiki.example.com%2Fmajor");
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains(
                        "Database lead",
                        "missing",
                        "https://meet.example.com/" + incident.number(),
                        "wiki.example.com/major");
        assertThat(stand.page("/response-rules").body())
                .contains("Commander, Database lead", "Every 1h", "Stand team", "Required");
        var stale = stand.form("/response-rules/sev2", "name=Major&version=1");
        assertThat(stale.statusCode()).isEqualTo(422);
        assertThat(stale.body()).contains("Somebody else saved this rule");

        assertThat(change("sev2", Map.of("name", "M", "conference", "javascript:alert(1)"))
                        .body())
                .contains("#/conference", "begins with https");
        assertThat(change("sev2", Map.of("name", "M", "updateEvery", "PT1S")).body())
                .contains("#/updateEvery");
        assertThat(change("sev2", Map.of("name", "M", "teams", List.of(UUID.randomUUID())))
                        .body())
                .contains("#/teams");
        assertThat(change("sev9", Map.of("name", "M")).statusCode()).isEqualTo(400);
        assertThat(stand.method("PUT", "/api/v1/response-rules/sev2", Stand.RESPONDER, Map.of("name", "M"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.formAsResponder("/response-rules/sev2", "name=M").statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> change(String severity, Map<String, Object> rule) {
        return stand.method("PUT", "/api/v1/response-rules/" + severity, Stand.MANAGER, rule);
    }

    private IncidentState open(String service) {
        var door = stand.door(service, "alert");
        var opened = Stand.json(stand.post(
                "/api/v1/incidents", Stand.RESPONDER, Map.of("service", door.service(), "title", service + " is bad")));
        var id = UUID.fromString(opened.getString("id"));
        Stand.eventually(() -> !stand.eventsOf(door.service()).isEmpty());
        return stand.eventsOf(door.service()).stream()
                .map(event -> event.incident())
                .filter(incident -> incident.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void backdate(IncidentState incident, int minutes) {
        stand.host
                .database()
                .query(
                        "update incident set created_at = $2 where id = $1",
                        Tuple.of(
                                incident.id(),
                                Instant.now().minus(minutes, ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC)))
                .await();
    }

    private List<String> timeline(IncidentState incident) {
        var texts = new ArrayList<String>();
        items(stand.get("/api/v1/incidents/" + incident.id() + "/timeline?limit=200", Stand.VIEWER))
                .forEach(line -> texts.add(((JsonObject) line).getString("text")));
        return texts;
    }

    private static List<String> roles(HttpResponse<String> response) {
        var roles = new ArrayList<String>();
        for (var one : items(response)) {
            var role = (JsonObject) one;
            var person = role.getJsonObject("person");
            roles.add(role.getString("role") + ":" + (person == null ? "null" : person.getString("name")));
        }
        return roles;
    }

    private static JsonArray items(HttpResponse<String> response) {
        return Stand.json(response).getJsonArray("items");
    }
}
