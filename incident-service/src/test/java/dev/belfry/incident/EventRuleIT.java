package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What event rules do with alerts, and how they are made. */
class EventRuleIT {
    private final Stand stand = Stand.get();

    @Test
    void aRuleChangesWhatAnAlertSaysAndTheIncidentSaysSo() {
        var door = stand.door("Ruled by rule", "alert");
        rule(door, "labels[\"alertname\"] == \"Disk\"", Map.of("severity", "info", "title", "{{alertname}} predicted"));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(opened.title()).isEqualTo("Disk predicted");
        assertThat(opened.severity()).isEqualTo(IncidentSeverity.SEV4);
        assertThat(alert(door).getString("severity")).isEqualTo("info");

        // A repeat passes the rules, too: the sender's own severity does not come back with it.
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alert(door).getInteger("count") == 2);
        assertThat(stand.eventsOf(door.service())).hasSize(1);
        assertThat(alert(door).getString("summary")).isEqualTo("Disk predicted");
    }

    @Test
    void aSuppressedAlertIsRecordedResolvedByItsSenderAndPagedWhenTheRuleIsRemoved() {
        var door = stand.door("Suppressed by rule", "alert");
        var rule = rule(door, "true", Map.of("suppress", true));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Net", null));
        Stand.eventually(() -> alerts(door).size() == 2);
        assertThat(alert(door).getJsonObject("hold").getString("kind")).isEqualTo("suppressed");
        assertThat(alert(door).getJsonObject("hold").getString("name")).isEqualTo("Ruled by test");
        assertThat(alert(door).containsKey("incident")).isFalse();
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.RESOLVE, "Net", null));
        Stand.eventually(() -> alerts(door).encode().contains("resolved"));
        assertThat(stand.eventsOf(door.service())).isEmpty();

        var removed = stand.method("DELETE", "/api/v1/event-rules/" + rule.getString("id"), Stand.MANAGER, Map.of());
        assertThat(removed.statusCode()).as(removed.body()).isEqualTo(204);
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(opened.title()).isEqualTo("Disk is bad");
        assertThat(stand.get("/api/v1/incidents/" + opened.id() + "/timeline", Stand.VIEWER)
                        .body())
                .contains("1 alert fired while an event rule held back pages");
    }

    @Test
    void anAlertSentToAnotherServiceIsResolvedThereWhateverTheRuleSaysLater() {
        var from = stand.door("Sent from", "alert");
        var to = stand.door("Sent to", "service");
        var rule = rule(from, "true", Map.of("route", to.service().toString()));
        stand.accepted(from.service(), SilenceIT.labelled(from, AlertAction.TRIGGER, "Disk", null));
        var opened = stand.await(to.service(), Happened.TRIGGERED).incident();
        assertThat(opened.serviceName()).isEqualTo("Sent to");
        stand.method("DELETE", "/api/v1/event-rules/" + rule.getString("id"), Stand.MANAGER, Map.of());
        stand.accepted(from.service(), SilenceIT.labelled(from, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(from.service(), SilenceIT.labelled(from, AlertAction.RESOLVE, "Disk", null));
        assertThat(stand.await(to.service(), Happened.RESOLVED).incident().id()).isEqualTo(opened.id());
        assertThat(stand.eventsOf(from.service())).isEmpty();
    }

    @Test
    void aPauseIsADurableTimerAndWhatStillFiresAtItsEndIsPaged() throws Exception {
        var door = stand.door("Paused by rule", "alert");
        rule(door, "true", Map.of("pauseSeconds", 120));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Net", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.RESOLVE, "Net", null));
        Stand.eventually(() -> alerts(door).encode().contains("resolved"));
        var disk = alerts(door).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("status").equals("triggered"))
                .findFirst()
                .orElseThrow();
        assertThat(disk.getJsonObject("hold").getString("kind")).isEqualTo("paused");
        assertThat(disk.getJsonObject("hold").getString("until")).isNotBlank();
        assertThat(stand.eventsOf(door.service())).isEmpty();

        // Two minutes pass: the row that wakes it is there and due, whoever wrote it.
        sql(
                "update alert set held_until = now(), hold = jsonb_set(hold, '{until}', to_jsonb('2026-01-01T00:00:00Z'::text))"
                        + " where service = $1 and held_until is not null",
                door.service());
        sql("update timer set due_at = now() where ref = $1", door.service());
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(opened.title()).isEqualTo("Disk is bad");
        assertThat(stand.eventsOf(door.service())).hasSize(1);
    }

    @Test
    void aRuleSaysHowUrgentTheIncidentIsThatAnAlertOpens() throws Exception {
        var door = stand.door("Urgency by rule", "alert");
        rule(door, "title.startsWith(\"Disk\")", Map.of("urgency", "low", "pauseSeconds", 120));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alerts(door).size() == 1);
        sql(
                "update alert set held_until = now(), hold = jsonb_set(hold, '{until}', to_jsonb('2026-01-01T00:00:00Z'::text))"
                        + " where service = $1 and held_until is not null",
                door.service());
        sql("update timer set due_at = now() where ref = $1", door.service());
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        var at = "/api/v1/incidents/" + opened.id();
        var shown = Stand.json(stand.get(at, Stand.VIEWER));
        assertThat(shown.getString("urgency")).isEqualTo("low");
        assertThat(shown.getString("urgencyReason")).isEqualTo("the event rule “Ruled by test” says so");
        assertThat(stand.get(at + "/timeline", Stand.VIEWER).body())
                .contains("Low urgency: the event rule “Ruled by test” says so. Only the first step is asked");
        assertThat(titles(explained("/api/v1/alerts/" + alert(door).getString("id"))))
                .anyMatch(title -> title.contains("event rule"));
        var form = "name=Urgent&scope=service:" + door.service() + "&condition=true&enabled=1&urgency=high";
        assertThat(stand.form("/event-rules", form).statusCode()).isEqualTo(303);
        var rules = stand.get("/api/v1/event-rules?service=" + door.service(), Stand.VIEWER)
                .body();
        assertThat(rules).contains("\"urgency\":\"high\"", "\"urgency\":\"low\"");
        assertThat(post(input(door, "true", Map.of("urgency", "middling"))).body())
                .contains("#/actions/urgency");
    }

    @Test
    void anAlertPagesOnceItHasFiredOftenEnough() {
        var door = stand.door("Counted by rule", "alert");
        rule(door, "true", Map.of("threshold", Map.of("times", 3, "minutes", 10)));
        for (var i = 0; i < 2; i++) {
            stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        }
        Stand.eventually(() -> !alerts(door).isEmpty() && alert(door).getInteger("count") == 2);
        assertThat(alert(door).getJsonObject("hold").getJsonArray("seen")).hasSize(2);
        assertThat(stand.eventsOf(door.service())).isEmpty();
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.await(door.service(), Happened.TRIGGERED);
        assertThat(alert(door).containsKey("hold")).isFalse();
    }

    @Test
    void rulesAreListedChangedOrderedAndRemoved() {
        var door = stand.door("Ordered rules", "alert");
        var first = rule(door, "true", Map.of("severity", "info"));
        var second = rule(
                door,
                null,
                Map.of("severity", "error"),
                Map.of("of", List.of(Map.of("field", "severity", "operator", "is", "value", "warning"))));
        assertThat(second.getString("condition")).isEqualTo("severity == \"warning\"");
        assertThat(first.getInteger("position")).isEqualTo(1);
        var at = "/api/v1/event-rules/" + first.getString("id");
        var change = input(door, "title == \"x\"", Map.of("suppress", true));
        assertThat(stand.method("PUT", at, Stand.MANAGER, change, "If-Match", "\"v9\"")
                        .statusCode())
                .isEqualTo(412);
        var changed = stand.method("PUT", at, Stand.MANAGER, change, "If-Match", "\"v1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"v2\"");
        assertThat(stand.method("PUT", at, Stand.RESPONDER, change).statusCode())
                .isEqualTo(403);

        var order = Map.of(
                "service", door.service().toString(), "rules", List.of(second.getString("id"), first.getString("id")));
        var ordered = stand.method("PUT", "/api/v1/event-rules/order", Stand.MANAGER, order);
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(200);
        assertThat(Stand.json(ordered).getJsonArray("items").getJsonObject(0).getString("id"))
                .isEqualTo(second.getString("id"));
        problem(
                stand.method(
                        "PUT",
                        "/api/v1/event-rules/order",
                        Stand.MANAGER,
                        Map.of("service", door.service().toString(), "rules", List.of(first.getString("id")))),
                "#/rules");
        assertThat(stand.method("DELETE", at, Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(stand.get(at, Stand.VIEWER).statusCode()).isEqualTo(404);
        var left = Stand.json(stand.get("/api/v1/event-rules?service=" + door.service(), Stand.VIEWER));
        assertThat(left.getJsonArray("items")).hasSize(1);
    }

    @Test
    void whatCannotBeARuleIsRefusedByItsField() {
        var door = stand.door("Refused rules", "alert");
        var suppress = Map.<String, Object>of("suppress", true);
        problem(post(input(door, "titel == \"x\"", suppress)), "#/condition");
        problem(post(input(door, "title.matches(\"(?<=a)b\")", suppress)), "#/condition");
        problem(post(input(door, "true", Map.of())), "#/actions");
        problem(post(input(door, "true", Map.of("route", UUID.randomUUID().toString()))), "#/actions/route");
        problem(
                post(input(
                        door,
                        "true",
                        Map.of("extract", List.of(Map.of("field", "title", "pattern", "(?P<x>(a{1,99}){1,99})"))))),
                "#/actions/extract/0/pattern");
        var gone = input(door, "true", suppress);
        gone.put("service", UUID.randomUUID().toString());
        problem(post(gone), "#/service");
        var unknown = input(door, "true", suppress);
        unknown.put("supress", true);
        var refused = post(unknown);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("supress");
        assertThat(stand.post("/api/v1/event-rules", Stand.RESPONDER, input(door, "true", suppress))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whyAnAlertPagedOrNotIsOneSentenceAndItsHops() {
        var door = stand.door("Explained by rule", "alert");
        rule(door, "title.startsWith(\"Net\")", Map.of("suppress", true));
        rule(door, "int(title) == 1", Map.of("severity", "info"));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Net", null));
        Stand.eventually(() -> alerts(door).size() == 1);
        var suppressed = explained("/api/v1/alerts/" + alert(door).getString("id"));
        assertThat(suppressed.getString("sentence"))
                .isEqualTo("Nobody was paged, because the event rule “Ruled by test” suppressed it.");
        assertThat(suppressed.containsKey("incident")).isFalse();

        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        var why = explained("/api/v1/incidents/" + opened.id());
        assertThat(why.getString("sentence"))
                .contains("“Disk is bad” opened #" + opened.number() + " of Explained by rule");
        assertThat(titles(why))
                .containsSubsequence(
                        "An alert arrived from Explained by rule door",
                        "0 of 2 event rules applied",
                        "Nothing held it back",
                        "No open incident matched, so #" + opened.number() + " was opened");
        assertThat(why.encode()).contains("Ruled by test failed and changed nothing");
        assertThat(why.getJsonArray("steps").getJsonObject(1).getInteger("afterMs"))
                .isBetween(0, 60_000);
        assertThat(explained("/api/v1/alerts/" + alert(door).getString("id")).getString("incident"))
                .isEqualTo(opened.id().toString());
        assertThat(stand.get("/api/v1/alerts/" + UUID.randomUUID() + "/explain", Stand.VIEWER)
                        .statusCode())
                .isEqualTo(404);

        var page = stand.page("/incidents/" + opened.number() + "/why").body();
        assertThat(page)
                .contains("Why was I paged?", "Nothing held it back", "Make a rule from this alert")
                .doesNotContain(" style=", " onclick=");
        assertThat(stand.page("/incidents/" + opened.number()).body())
                .contains("/incidents/" + opened.number() + "/why");
        assertThat(stand.page("/incidents/999999999/why").statusCode()).isEqualTo(404);
    }

    @Test
    void aRuleIsMadeMovedChangedAndRemovedInTheConsole() {
        var door = stand.door("Console rules", "alert");
        var scope = "service:" + door.service();
        assertThat(stand.page("/event-rules/new?service=" + door.service()).body())
                .contains("Console rules: Console rules door", "value=\"" + scope + "\" selected");
        assertThat(stand.pageAsResponder("/event-rules/new").statusCode()).isEqualTo(403);
        var wrong = stand.form(
                "/event-rules",
                "name=Wrong&scope=" + scope + "&field0=title&operator0=matches&value0=(a&suppress=1&pause=abc");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("This is no regular expression of RE2", "value=\"(a\"", "value=\"Wrong\"");
        assertThat(stand.form("/event-rules", "name=Paused&scope=" + scope + "&condition=true&pause=abc")
                        .body())
                .contains("A pause takes 120 to 900 seconds.");
        for (var name : List.of("One", "Two")) {
            var made = stand.form(
                    "/event-rules",
                    "name=" + name + "&enabled=1&scope=" + scope
                            + "&match=all&field0=label&label0=env&operator0=is&value0=test&severity=info&labels=team%3Ddb");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        }
        var list = stand.page("/event-rules").body();
        assertThat(list).contains(">One</a>", ">Two</a>", "labels[?\"env\"].orValue(\"\") == \"test\"");
        var rules = Stand.json(stand.get("/api/v1/event-rules?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
        var two = rules.getJsonObject(1);
        assertThat(two.getJsonObject("actions").getJsonObject("labels").getString("team"))
                .isEqualTo("db");
        var at = "/event-rules/" + two.getString("id");
        assertThat(stand.form(at + "/up", "").statusCode()).isEqualTo(303);
        assertThat(Stand.json(stand.get("/api/v1/event-rules?service=" + door.service(), Stand.VIEWER))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("name"))
                .isEqualTo("Two");
        assertThat(stand.page(at).body())
                .contains("value=\"test\"", "Version 2")
                .doesNotContain(" style=");
        assertThat(stand.form(at, "version=1&name=Late&condition=true&suppress=1")
                        .body())
                .contains("Somebody has changed the rule since you opened it");
        assertThat(stand.form(at, "version=2&name=Second&condition=true&suppress=1&enabled=1")
                        .statusCode())
                .isEqualTo(303);
        assertThat(stand.formAsResponder(at + "/remove", "").statusCode()).isEqualTo(403);
        assertThat(stand.form(at + "/remove", "").statusCode()).isEqualTo(303);
        assertThat(stand.page(at).statusCode()).isEqualTo(404);
    }

    @Test
    void aDraftIsTriedOnTheStoredAlertsBeforeItIsSaved() {
        var door = stand.door("Replayed by rule", "alert");
        for (var name : List.of("Disk", "Net", "Cpu")) {
            stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, name, null));
        }
        Stand.eventually(
                () -> alerts(door).size() == 3 && stand.eventsOf(door.service()).size() == 3);
        var disk = stand.eventsOf(door.service()).stream()
                .filter(event -> event.incident().title().equals("Disk is bad"))
                .findFirst()
                .orElseThrow()
                .incident();
        stand.form("/incidents/" + disk.number() + "/acknowledge", "cycle=1");
        var draft = input(door, "title.startsWith(\"Disk\") || title.startsWith(\"Net\")", Map.of("suppress", true));
        var answer = stand.post("/api/v1/event-rules/replay", Stand.MANAGER, Map.of("rule", draft, "days", 1));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var replay = Stand.json(answer);
        assertThat(replay.getInteger("alerts")).isEqualTo(3);
        assertThat(replay.getInteger("changed")).isEqualTo(2);
        assertThat(replay.getInteger("pagesBefore")).isEqualTo(3);
        assertThat(replay.getInteger("pagesAfter")).isEqualTo(1);
        assertThat(replay.getInteger("actedUpon")).isEqualTo(1);
        var of = replay.getJsonArray("services").getJsonObject(0);
        assertThat(of.getString("name")).isEqualTo("Replayed by rule");
        assertThat(replay.getJsonArray("shown").encode()).contains("\"pages\":false", "\"actedUpon\":true");
        assertThat(Stand.json(stand.get("/api/v1/event-rules?service=" + door.service(), Stand.VIEWER))
                        .getJsonArray("items"))
                .as("nothing is kept")
                .isEmpty();
        problem(
                stand.post(
                        "/api/v1/event-rules/replay",
                        Stand.MANAGER,
                        Map.of("rule", input(door, "nonsense", Map.of("suppress", true)))),
                "#/rule/condition");

        var fields = "name=Quiet+disks&scope=service:" + door.service()
                + "&field0=title&operator0=starts_with&value0=Disk&suppress=1&enabled=1";
        assertThat(stand.form("/event-rules/replay", fields).body())
                .contains("1 of 3 alerts", "1 fewer page", "One of them mattered.", "Disk is bad");
        assertThat(stand.form("/event-rules/replay", "name=&scope=all&condition=nonsense&suppress=1")
                        .statusCode())
                .isEqualTo(422);
        var days = replay.getJsonArray("byDay");
        assertThat(days.getJsonObject(days.size() - 1).getInteger("before")
                        + days.getJsonObject(days.size() - 2).getInteger("before"))
                .as("midnight may have passed")
                .isEqualTo(3);
        problem(
                stand.post(
                        "/api/v1/event-rules/replay",
                        Stand.MANAGER,
                        Map.of("rule", draft, "timeZone", "Europe/Nowhere")),
                "#/timeZone");
    }

    @Test
    void theLinesOfARuleAreAddedAndRemovedWithoutSavingAnything() {
        var typed =
                "name=Quiet&scope=all&field0=title&operator0=contains&value0=Disk&field1=source&operator1=is&value1=db";
        assertThat(stand.form("/event-rules/form", typed + "&do=add-condition").body())
                .contains("value=\"Disk\"", "value=\"db\"", "name=\"value2\"")
                .doesNotContain("name=\"value3\"");
        assertThat(stand.form("/event-rules/form", typed + "&do=drop-condition-0")
                        .body())
                .contains("value=\"db\"")
                .doesNotContain("value=\"Disk\"", "name=\"value1\"");
        assertThat(stand.form("/event-rules/form", typed + "&do=drop-condition-99&open=pause")
                        .body())
                .contains("value=\"Disk\"", "value=\"db\"", "name=\"pause\"");
        var open = stand.form("/event-rules/form", typed + "&do=add-action&add=severity&open=pause&labels=team%3Ddb")
                .body();
        assertThat(open)
                .contains("name=\"severity\"", "name=\"pause\"", "team=db")
                .doesNotContain("name=\"route\"");
        assertThat(stand.form("/event-rules/form", typed + "&do=drop-labels&open=labels&labels=team%3Ddb")
                        .body())
                .doesNotContain("team=db", "name=\"labels\"");
    }

    private JsonObject explained(String of) {
        var answer = stand.get(of + "/explain", Stand.VIEWER);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Stand.json(answer);
    }

    private static List<String> titles(JsonObject explanation) {
        return explanation.getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .map(step -> step.getString("title"))
                .toList();
    }

    private HttpResponse<String> post(Map<String, Object> input) {
        return stand.post("/api/v1/event-rules", Stand.MANAGER, input);
    }

    private static void problem(HttpResponse<String> response, String field) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(Stand.json(response).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(field);
    }

    private JsonObject rule(Stand.Door door, String condition, Map<String, Object> actions) {
        return made(input(door, condition, actions));
    }

    private JsonObject rule(
            Stand.Door door, @Nullable String condition, Map<String, Object> actions, Map<String, Object> conditions) {
        var input = input(door, condition, actions);
        input.remove("condition");
        input.put("conditions", conditions);
        return made(input);
    }

    private JsonObject made(Map<String, Object> input) {
        var made = post(input);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Stand.json(made);
    }

    private static Map<String, Object> input(Stand.Door door, @Nullable String condition, Map<String, Object> actions) {
        var input = new HashMap<String, Object>();
        input.put("name", "Ruled by test");
        input.put("service", door.service().toString());
        input.put("condition", condition);
        input.put("actions", actions);
        return input;
    }

    private void sql(String statement, UUID id) throws Exception {
        stand.host
                .database()
                .query(statement, Tuple.of(id))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private JsonArray alerts(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
    }

    private JsonObject alert(Stand.Door door) {
        return alerts(door).getJsonObject(0);
    }
}
