package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The form that makes, changes and removes a schedule, without a line of JavaScript. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleEditorIT {
    private static final Pattern FIELD = Pattern.compile("<(input|select|textarea)\\b([^>]*)>");
    private static final Pattern OPTION = Pattern.compile("<option value=\"([^\"]*)\" selected");

    private OncallHarness house;
    private Browser admin;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        admin = signedIn(OncallHarness.ADMIN_EMAIL);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Browser signedIn(String email) {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(email, OncallHarness.PASSWORD, "/");
        OncallHarness.eventually(() -> browser.get("/on-call").statusCode() == 200);
        return browser;
    }

    @Test
    void aScheduleIsMadeByPlainSubmitsAndShownBeforeItIsSaved() {
        String name = "Rota " + OncallHarness.fresh();
        UUID ana = house.user("Ana <Example> " + OncallHarness.fresh());
        UUID bea = house.user("Bea Example");
        String page = get("/schedules/new");
        assertThat(page).contains("Add the people who take turns").doesNotContain("style=");
        MultiMap form = fields(page).set("name", name).set("zone", "Europe/Berlin");
        HttpResponse<?> empty = send("/schedules/new", form, "save");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.bodyAsString()).contains("id=\"g0.l0.find-error\"", "value=\"" + name + "\"");

        form.set("g0.l0.find", "ana <example>");
        page = send("/schedules/new", form, "find").bodyAsString();
        assertThat(page).contains("add:0:0:" + ana, "Ana &lt;Example&gt;");
        page = send("/schedules/new", fields(page), "add:0:0:" + ana).bodyAsString();
        page = send("/schedules/new", fields(page), "add:0:0:" + bea).bodyAsString();
        page = send("/schedules/new", fields(page), "earlier:0:0:1").bodyAsString();
        page = send("/schedules/new", fields(page), "add-hours:0:0").bodyAsString();
        page = send("/schedules/new", fields(page), "add-group").bodyAsString();
        page = send("/schedules/new", fields(page), "add:1:0:" + ana).bodyAsString();
        assertThat(page)
                .contains("Somebody is on call 100.0 % of the time", "Bea Example", "How it is shared")
                .contains("class=\"bar tint-");
        assertThat(house.get("/api/v1/schedules?limit=500").bodyAsString()).doesNotContain(name);
        HttpResponse<?> saved = send("/schedules/new", fields(page), "save");
        assertThat(saved.statusCode()).as(saved.bodyAsString()).isEqualTo(303);
        JsonObject made = house.get("/api/v1" + saved.getHeader("Location")).bodyAsJsonObject();
        assertThat(made.getString("name")).isEqualTo(name);
        JsonObject layer = layer(made, 0);
        assertThat(layer.getJsonArray("members").getJsonObject(0).getString("user"))
                .isEqualTo(bea.toString());
        assertThat(layer.getJsonArray("restrictions").getJsonObject(0).getString("to"))
                .isEqualTo("17:00");
        assertThat(made.getJsonArray("groups").getJsonObject(1).getString("name"))
                .isEqualTo("Secondary");
        HttpResponse<?> twice = send("/schedules/new", fields(page), "save");
        assertThat(twice.statusCode()).isEqualTo(422);
        assertThat(twice.bodyAsString()).contains("Another schedule has this name.");
    }

    @Test
    void aChangeSaysWhatItChangesForWhomAndAnothersChangeIsNotRunOver() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID schedule = house.schedule(ana);
        String at = "/schedules/" + schedule + "/edit";
        String page = send(at, fields(get(at)), "add:0:0:" + bea).bodyAsString();
        assertThat(page)
                .contains(
                        "What changes for whom",
                        "Bea Example instead of Ana Example",
                        "Ana Example 1",
                        "instead of none");
        MultiMap mine = fields(page).set("name", "Mine " + schedule);
        JsonObject theirs = house.get("/api/v1/schedules/" + schedule).bodyAsJsonObject();
        JsonObject draft = new JsonObject()
                .put("name", "Theirs " + schedule)
                .put("timeZone", theirs.getString("timeZone"))
                .put("groups", theirs.getJsonArray("groups"));
        assertThat(house.send(HttpMethod.PUT, "/api/v1/schedules/" + schedule, draft, Map.of())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<?> stale = send(at, mine, "save");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.bodyAsString())
                .contains("Not saved.", "Someone else saved version 2", "Your text is kept below", "Mine " + schedule);
        HttpResponse<?> over = send(at, fields(stale.bodyAsString()), "save");
        assertThat(over.statusCode()).isEqualTo(303);
        assertThat(PlannerIT.flash(over)).startsWith("Saved as version 3.");
        assertThat(layer(house.get("/api/v1/schedules/" + schedule).bodyAsJsonObject(), 0)
                        .getJsonArray("members"))
                .hasSize(2);
    }

    @Test
    void whatTheFormHasNoFieldForStaysAsItIs() {
        UUID ana = house.user("Ana Example");
        JsonObject ruled = new JsonObject()
                .put("name", "Ruled")
                .put("timeZone", "Asia/Tokyo")
                .put(
                        "rotation",
                        new JsonObject()
                                .put("rules", new JsonArray().add("FREQ=WEEKLY;BYDAY=MO,TH"))
                                .put("dates", new JsonArray().add("2026-02-03T09:00"))
                                .put("start", "2026-01-05T09:00"))
                .put(
                        "members",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("user", ana.toString())
                                        .put("from", "2026-01-06T00:00"))
                                .add(new JsonObject()));
        JsonObject uneven = new JsonObject()
                .put("name", "Uneven")
                .put(
                        "rotation",
                        new JsonObject()
                                .put("unit", "daily")
                                .put("lengths", new JsonArray().add(5).add(2))
                                .put("start", "2026-01-05T09:00"))
                .put("members", new JsonArray().add(new JsonObject().put("user", ana.toString())));
        JsonObject hourly = new JsonObject()
                .put("name", "Hourly")
                .put(
                        "rotation",
                        new JsonObject()
                                .put("unit", "hourly")
                                .put("every", 12)
                                .put("shiftsPerMember", 2)
                                .put("wallAligned", true)
                                .put("start", "2026-01-05T09:00"))
                .put("count", "worked")
                .put(
                        "restrictions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "days",
                                                new JsonArray().add("monday").add("sunday"))
                                        .put("from", "22:00")
                                        .put("to", "06:00")))
                .put("until", "2027-01-05T09:00")
                .put("members", new JsonArray().add(new JsonObject().put("user", ana.toString())));
        UUID schedule = house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Kept " + OncallHarness.fresh())
                        .put("timeZone", "Europe/Berlin")
                        .put(
                                "groups",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "All")
                                                .put(
                                                        "layers",
                                                        new JsonArray()
                                                                .add(ruled)
                                                                .add(uneven)
                                                                .add(hourly)))));
        JsonObject before = house.get("/api/v1/schedules/" + schedule).bodyAsJsonObject();
        String at = "/schedules/" + schedule + "/edit";
        String page = get(at);
        assertThat(page)
                .contains(
                        "Kept as it is",
                        "by its own rules",
                        "Asia/Tokyo",
                        "turns of 5, 2 days",
                        "counted by the wall clock",
                        "Vacant");
        assertThat(send(at, fields(page).set("g0.l0.name", "Renamed"), "save").statusCode())
                .isEqualTo(303);
        JsonObject after = house.get("/api/v1/schedules/" + schedule).bodyAsJsonObject();
        assertThat(layer(after, 0).getString("name")).isEqualTo("Renamed");
        layer(before, 0).put("name", "Renamed");
        assertThat(after.getJsonArray("groups")).isEqualTo(before.getJsonArray("groups"));
    }

    @Test
    void whoMayNotChangeItIsToldAndAFormWithoutItsTokenIsRefused() {
        UUID ana = house.user("Ana Example");
        UUID schedule = house.schedule(ana);
        String mail = OncallHarness.fresh() + "@example.net";
        house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Some responder")
                        .put("email", mail)
                        .put("role", "responder")
                        .put("password", OncallHarness.PASSWORD));
        Browser responder = signedIn(mail);
        for (String path :
                new String[] {"/schedules/new", "/schedules/" + schedule + "/edit", "/schedules/" + schedule + "/remove"
                }) {
            HttpResponse<?> shown = responder.get(path);
            assertThat(shown.statusCode()).as(path).isEqualTo(403);
            assertThat(shown.bodyAsString()).contains("changed by managers");
            assertThat(responder.post(path, "/profile", Map.of("act", "save")).statusCode())
                    .isEqualTo(403);
            assertThat(admin.send(path, MultiMap.caseInsensitiveMultiMap().add("act", "save"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(responder.get("/schedules/" + schedule).bodyAsString()).doesNotContain("/edit\"");
        assertThat(admin.get("/schedules/" + UUID.randomUUID() + "/edit").statusCode())
                .isEqualTo(404);
        MultiMap nonsense = MultiMap.caseInsensitiveMultiMap()
                .add("groups", "99999999999999999999")
                .add("base", "-1")
                .add("g0.id", "x")
                .add("g0.layers", "1")
                .add("g0.l0.ruled", "1")
                .add("g0.l0.member", "|||");
        assertThat(send("/schedules/" + schedule + "/edit", nonsense, "drop:7:8:9")
                        .statusCode())
                .isEqualTo(200);
        nonsense.set("groups", "1")
                .set("name", "x")
                .set("g0.name", "x")
                .set("g0.l0.name", "x")
                .set("g0.l0.inARow", "1");
        assertThat(send("/schedules/" + schedule + "/edit", nonsense, "save").statusCode())
                .isEqualTo(422);
    }

    @Test
    void aScheduleThatAPolicyPagesIsNotDeletedAndThePoliciesAreNamed() {
        UUID schedule = house.schedule(house.user("Ana Example"));
        UUID policy = house.policy(1, OncallHarness.step("PT5M", OncallHarness.target("schedule", schedule)));
        String name = house.get("/api/v1/escalation-policies/" + policy)
                .bodyAsJsonObject()
                .getString("name");
        String at = "/schedules/" + schedule + "/remove";
        assertThat(get(at))
                .contains("1 escalation policy pages it", name)
                .doesNotContain("<button class=\"btn btn-outline-danger\">Delete");
        assertThat(admin.post(at, at, Map.of()).statusCode()).isEqualTo(409);
        assertThat(house.get("/api/v1/schedules/" + schedule).statusCode()).isEqualTo(200);
        UUID free = house.schedule(house.user("Bea Example"));
        String gone = "/schedules/" + free + "/remove";
        assertThat(get(gone)).contains("Delete schedule", "No escalation policy pages it");
        assertThat(admin.post(gone, gone, Map.of()).getHeader("Location")).isEqualTo("/on-call");
        assertThat(admin.get("/schedules/" + free).statusCode()).isEqualTo(404);
    }

    private static JsonObject layer(JsonObject schedule, int layer) {
        return schedule.getJsonArray("groups")
                .getJsonObject(0)
                .getJsonArray("layers")
                .getJsonObject(layer);
    }

    private String get(String path) {
        HttpResponse<?> answer = admin.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.bodyAsString();
    }

    private HttpResponse<?> send(String path, MultiMap form, String act) {
        String token = fields(admin.get(path).bodyAsString()).get("csrf");
        return admin.send(
                path,
                MultiMap.caseInsensitiveMultiMap()
                        .addAll(form)
                        .set("csrf", token)
                        .set("act", act));
    }

    /** What a browser would send of the form of this page. */
    private static MultiMap fields(String page) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        int start = page.indexOf("<form method=\"post\" action=\"/schedules");
        String form = page.substring(start, page.indexOf("</form>", start));
        Matcher field = FIELD.matcher(form);
        while (field.find()) {
            String name = attribute(field.group(2), "name");
            boolean box = field.group(2).contains("type=\"checkbox\"");
            if (name.isEmpty() || (box && !field.group(2).contains(" checked"))) {
                continue;
            }
            if (field.group(1).equals("select")) {
                Matcher chosen = OPTION.matcher(form.substring(field.end(), form.indexOf("</select>", field.end())));
                fields.add(name, chosen.find() ? chosen.group(1) : "");
            } else {
                fields.add(name, attribute(field.group(2), "value"));
            }
        }
        return fields;
    }

    private static String attribute(String tag, String name) {
        Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return value.find()
                ? value.group(1).replace("&lt;", "<").replace("&#34;", "\"").replace("&amp;", "&")
                : "";
    }
}
