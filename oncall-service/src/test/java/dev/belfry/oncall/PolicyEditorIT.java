package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Escalation policies in the console: the list, the editor whose draft travels in its form, versions and removal. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyEditorIT {
    private static final String NEW = "/escalation-policies/new";

    private OncallHarness house;
    private Browser root;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        root = signedIn(OncallHarness.ADMIN_EMAIL);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aPolicyIsWrittenStepByStepAndOnlySavingKeepsIt() {
        String mark = fresh();
        UUID ana = house.user("Ana <script>" + mark);
        UUID bea = house.user("Bea Example " + mark);
        String name = "Day & <b>night</b> " + mark;
        String page = root.get(NEW).bodyAsString();
        page = press(page, NEW, "look", Map.of("name", name, "q", mark));
        assertThat(page)
                .contains("Ana &lt;script&gt;" + mark, "put:1:user:" + bea)
                .doesNotContain("Ana <script>")
                .contains("value=\"Day &amp; &lt;b>night&lt;/b> " + mark);
        page = press(page, NEW, "put:1:user:" + ana, Map.of());
        page = press(page, NEW, "add", Map.of("delay-1", "1 h 30 min"));
        page = press(page, NEW, "put:2:user:" + bea, Map.of());
        assertThat(page).contains("value=\"1 h 30 min\"", "Ana &lt;script&gt;" + mark + " is paged after 0 min");
        page = press(page, NEW, "up:2", Map.of());
        assertThat(page).contains("Bea Example " + mark + " is paged after 0 min");
        page = press(page, NEW, "more:1", Map.of());
        page = press(
                page,
                NEW,
                "close",
                Map.of("severity", "sev2", "from", "09:00", "to", "17:00", "zone", "Europe/Berlin", "hold", ""));
        assertThat(page).contains("only SEV2, daily 09:00 to 17:00 Europe/Berlin");
        assertThat(root.get("/escalation-policies?q=" + mark).bodyAsString()).contains("No policy matches");
        HttpResponse<?> saved = send(root, page, NEW, "save", Map.of("delay-1", "7"));
        assertThat(saved.statusCode()).isEqualTo(303);
        JsonObject policy = house.get("/api/v1" + saved.getHeader("Location")).bodyAsJsonObject();
        assertThat(policy.getString("name")).isEqualTo(name);
        JsonObject first = policy.getJsonArray("steps").getJsonObject(0);
        assertThat(first.getString("delay")).isEqualTo("PT7M");
        assertThat(first.getJsonArray("targets").getJsonObject(0).getString("id"))
                .isEqualTo(bea.toString());
        assertThat(first.getJsonArray("conditions").getJsonObject(0).getJsonArray("severities"))
                .isEqualTo(new JsonArray().add("sev2"));
        assertThat(policy.getJsonArray("steps").getJsonObject(1).getString("delay"))
                .isEqualTo("PT1H30M");
        assertThat(root.get(saved.getHeader("Location")).bodyAsString())
                .contains("Who would be paged?", "<svg", "no answer after 7 min", "Version 1")
                .doesNotContain("style=", "<script>" + mark);
        assertThat(root.get("/escalation-policies?q=" + mark).bodyAsString())
                .contains("&lt;b&gt;night&lt;/b&gt;", "Ana &lt;script&gt;");
    }

    @Test
    void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
        String page = root.get(NEW).bodyAsString();
        page = press(page, NEW, "more:1", Map.of());
        HttpResponse<?> refused =
                send(root, page, NEW, "save", Map.of("name", "", "delay-1", "soon", "hold", "8 h", "sim-at", "never"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString())
                .contains("Give the policy a name.", "href=\"#delay-1\"", "value=\"soon\"", "value=\"8 h\"")
                .contains("can wait for somebody to come on", "Write a date and time from 2000 to 2199.");
        for (String forged : List.of("", "nonsense", "{\"name\":\"x\",\"steps\":[null]}", "[]", "null")) {
            HttpResponse<?> unreadable = send(root, page, NEW, "save", Map.of("draft", forged));
            assertThat(unreadable.statusCode()).as(forged).isEqualTo(303);
        }
    }

    @Test
    void whatTheFormCannotShowIsKept() {
        UUID ana = house.user("Ana Example");
        UUID hook = UUID.randomUUID();
        JsonObject step = step(
                        "PT90S", target("user", ana), target("webhook", hook).put("name", "Chat <room>"))
                .put(
                        "conditions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "severities",
                                                new JsonArray().add("sev1").add("sev2")))
                                .add(new JsonObject().put("urgency", "high")));
        UUID id = house.policy(1, step);
        String edit = "/escalation-policies/" + id + "/edit";
        String page = press(root.get(edit).bodyAsString(), edit, "more:1", Map.of());
        assertThat(page).contains("several conditions that must all hold", "Chat &lt;room&gt;", "value=\"1 min 30 s\"");
        JsonObject before = house.get("/api/v1/escalation-policies/" + id).bodyAsJsonObject();
        assertThat(send(root, page, edit, "save", Map.of()).statusCode()).isEqualTo(303);
        JsonObject after = house.get("/api/v1/escalation-policies/" + id).bodyAsJsonObject();
        assertThat(after.getJsonArray("steps")).isEqualTo(before.getJsonArray("steps"));
        assertThat(after.getInteger("version")).isEqualTo(2);
    }

    @Test
    void whoeverSavesLateKeepsTheirTextAndSeesWhatTheOtherSaved() {
        UUID id = house.policy(0, step("PT5M", target("user", house.user("Ana Example"))));
        String edit = "/escalation-policies/" + id + "/edit";
        String mine = root.get(edit).bodyAsString();
        String name = "Mine " + fresh();
        assertThat(send(root, root.get(edit).bodyAsString(), edit, "save", Map.of("delay-1", "9"))
                        .statusCode())
                .isEqualTo(303);
        HttpResponse<?> late = send(root, mine, edit, "save", Map.of("name", name));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.bodyAsString())
                .contains("Not saved.", "Root Example saved version 2", name, "<td>9 min</td><td>5 min</td>");
        assertThat(send(root, late.bodyAsString(), edit, "save", Map.of()).statusCode())
                .isEqualTo(303);

        String versions = "/escalation-policies/" + id + "/versions";
        assertThat(root.get(versions).bodyAsString()).contains("Version 3, current", "by", name, "Restore version 1");
        HttpResponse<?> restored = root.post(versions + "/2/restore", versions, Map.of("base", "3"));
        assertThat(restored.getHeader("Location")).isEqualTo("/escalation-policies/" + id);
        HttpResponse<?> stale = root.post(versions + "/1/restore", versions, Map.of("base", "3"));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.bodyAsString()).contains("somebody else saved a version meanwhile");
        assertThat(root.get("/escalation-policies/" + id).bodyAsString()).contains("Version 4", "9 min");
        house.send(HttpMethod.DELETE, "/api/v1/escalation-policies/" + id, null, Map.of());
        HttpResponse<?> gone = send(root, mine, edit, "save", Map.of("name", name));
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.bodyAsString()).contains("Somebody removed this policy", "action=\"" + NEW + "\"", name);
    }

    @Test
    void runningEscalationsTakeTheNewVersionWhenAskedAndHoldThePolicy() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID id = house.policy(0, step("PT1H", target("user", ana)));
        UUID outer = house.policy(0, step("PT5M", target("policy", id)));
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, OncallHarness.incident(incident, 1, IncidentStatus.TRIGGERED, id));
        eventually(() -> house.pages(incident).size() == 1);
        String at = "/escalation-policies/" + id;
        String page = press(root.get(at + "/edit").bodyAsString(), at + "/edit", "put:1:user:" + bea, Map.of());
        assertThat(send(root, page, at + "/edit", "save", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(root.get(at).bodyAsString())
                .contains("1 running escalation climbs an older version", "Apply version 2 now");
        assertThat(root.post(at + "/apply", at, Map.of()).statusCode()).isEqualTo(303);
        eventually(() -> house.pages(incident).size() == 3);
        assertThat(root.get(at).bodyAsString()).doesNotContain("an older version");

        assertThat(root.get(at + "/remove").bodyAsString())
                .contains("while an escalation of it runs", "while these policies enter it", outer.toString());
        assertThat(root.post(at + "/remove", at + "/remove", Map.of()).statusCode())
                .isEqualTo(409);
        house.tell(Happened.RESOLVED, 2, OncallHarness.incident(incident, 1, IncidentStatus.RESOLVED, id));
        house.send(HttpMethod.DELETE, "/api/v1/escalation-policies/" + outer, null, Map.of());
        eventually(() -> !root.get(at + "/remove").bodyAsString().contains("can't be removed"));
        assertThat(root.post(at + "/remove", at + "/remove", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(root.get(at).statusCode()).isEqualTo(404);
        assertThat(root.get(at + "/edit").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyWhoLeadsTheTeamChangesItsPolicies() {
        String mark = fresh();
        String email = "lea." + mark + "@example.net";
        UUID lea = house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Lea Example")
                        .put("email", email)
                        .put("role", "viewer")
                        .put("password", OncallHarness.PASSWORD));
        UUID team = house.create(
                "/api/v1/teams",
                new JsonObject()
                        .put("name", "Team " + mark)
                        .put("members", new JsonArray().add(lea.toString()))
                        .put("roles", new JsonObject().put(lea.toString(), "manager")));
        JsonObject body = OncallHarness.policyBody(0, step("PT5M", target("user", lea)));
        UUID own = house.create("/api/v1/escalation-policies", body.copy().put("team", team.toString()));
        UUID other = house.create("/api/v1/escalation-policies", body.put("name", "Other " + mark));
        Browser browser = signedIn(email);
        String edit = "/escalation-policies/" + own + "/edit";
        eventually(() -> browser.get(edit).statusCode() == 200);
        String page = browser.get(edit).bodyAsString();
        String elsewhere = "/escalation-policies/" + other;
        assertThat(browser.get(elsewhere + "/edit").statusCode()).isEqualTo(403);
        assertThat(browser.get(elsewhere).bodyAsString()).doesNotContain("/edit\"", "/remove\"");
        for (String form : List.of("/edit", "/remove", "/versions/1/restore")) {
            HttpResponse<?> refused = send(browser, page, elsewhere + form, "save", Map.of("base", "1"));
            assertThat(refused.statusCode()).as(form).isEqualTo(403);
            assertThat(root.send(
                                    elsewhere + form,
                                    MultiMap.caseInsensitiveMultiMap().add("csrf", "forged"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(root.send(
                                elsewhere + "/apply",
                                MultiMap.caseInsensitiveMultiMap().add("csrf", "forged"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<?> taken = send(browser, page, edit, "save", Map.of("team", ""));
        assertThat(taken.statusCode()).isEqualTo(403);
        assertThat(send(browser, page, edit, "save", Map.of("team", team.toString()))
                        .statusCode())
                .isEqualTo(303);
        assertThat(house.get("/api/v1/escalation-policies/" + other)
                        .bodyAsJsonObject()
                        .getInteger("version"))
                .isEqualTo(1);
    }

    @Test
    void theListGoesOnByNameAndSaysWhoWouldBePagedNow() {
        String mark = fresh();
        UUID ana = house.user("Ana Example");
        for (int i = 0; i < 53; i++) {
            house.create(
                    "/api/v1/escalation-policies",
                    OncallHarness.policyBody(0, step("PT5M"), step("PT5M", target("user", ana)))
                            .put("name", "P&" + mark + " " + i));
        }
        String list = root.get("/escalation-policies?q=" + mark).bodyAsString();
        assertThat(list).contains("Ana Example", "step 1 is skipped");
        assertThat(Pattern.compile("data-row").matcher(list).results().count()).isEqualTo(50);
        var next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(list);
        assertThat(next.find()).isTrue();
        String rest = root.get(next.group(1).replace("&amp;", "&")).bodyAsString();
        assertThat(Pattern.compile("data-row").matcher(rest).results().count()).isEqualTo(3);
    }

    /** Presses a button of the editor and answers the page that comes of it. */
    private String press(String page, String path, String act, Map<String, String> typed) {
        HttpResponse<?> answer = send(root, page, path, act, typed);
        assertThat(answer.statusCode()).as(act).isEqualTo(200);
        return answer.bodyAsString();
    }

    /** Sends the form of the page as a browser does: its fields as they stand, and over them what is typed. */
    private static HttpResponse<?> send(
            Browser browser, String page, String path, String act, Map<String, String> typed) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap();
        var inputs = Pattern.compile("<input ((?:[^>\"]|\"[^\"]*\")*)>").matcher(page);
        while (inputs.find()) {
            String name = attribute(inputs.group(1), "name");
            String value = attribute(inputs.group(1), "value");
            boolean box = inputs.group(1).contains("type=\"checkbox\"");
            if (name != null && (!box || inputs.group(1).contains("checked"))) {
                form.add(name, value == null ? "" : value);
            }
        }
        var selects = Pattern.compile("<select [^>]*name=\"([^\"]+)\".*?</select>", Pattern.DOTALL)
                .matcher(page);
        while (selects.find()) {
            var chosen =
                    Pattern.compile("<option value=\"([^\"]*)\"[^>]* selected").matcher(selects.group());
            var first = Pattern.compile("<option value=\"([^\"]*)\"").matcher(selects.group());
            form.set(selects.group(1), chosen.find() ? chosen.group(1) : first.find() ? first.group(1) : "");
        }
        typed.forEach(form::set);
        return browser.send(path, form.set("act", act));
    }

    private static @Nullable String attribute(String tag, String name) {
        var found = Pattern.compile("(?:^| )" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find()
                ? found.group(1)
                        .replace("&#34;", "\"")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                : null;
    }

    private Browser signedIn(String email) {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(email, OncallHarness.PASSWORD, "/");
        eventually(() -> browser.get("/on-call").statusCode() == 200);
        return browser;
    }
}
