package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules in the console: the list, the drawing, and what is laid over them. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannerIT {
    private static final Pattern ROW = Pattern.compile("clamp\" href=\"/schedules/([0-9a-f-]{36})\"");
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"");

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

    private Browser person(String role) {
        String mail = OncallHarness.fresh() + "@example.net";
        house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Some " + role)
                        .put("email", mail)
                        .put("role", role)
                        .put("password", OncallHarness.PASSWORD));
        return signedIn(mail);
    }

    private String page(String path) {
        HttpResponse<?> answer = admin.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.bodyAsString();
    }

    @Test
    void theListIsSearchedAndPagedSaysWhoIsOnCallAndLoadsNoForm() {
        String word = "W" + OncallHarness.fresh();
        UUID ana = house.user("Ana <Example>");
        UUID bea = house.user("Bea Example");
        for (int i = 0; i < 51; i++) {
            named("%s %02d <script>alert(1)</script>".formatted(word, i), ana, bea);
        }
        String first = page("/on-call?q=" + word.toLowerCase(java.util.Locale.ROOT));
        assertThat(first)
                .contains("Ana &lt;Example&gt;", "&lt;script&gt;", "covered")
                .doesNotContain("<script>alert", "style=", "name=\"user\"");
        List<String> shown = rows(first);
        assertThat(shown).hasSize(50);
        var next = NEXT.matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(rows(page(next.group(1).replace("&amp;", "&")))).hasSize(1).doesNotContainAnyElementsOf(shown);
        assertThat(page("/on-call?q=nothing+like+it")).contains("No schedule matches these filters", "Clear filters");
        assertThat(page("/on-call?q=" + word + "&team=" + UUID.randomUUID())).contains("No schedule matches");
    }

    @Test
    void aScheduleIsDrawnInTheZoneAndTheWeeksOfItsAddress() {
        UUID ana = house.user("Ana <Example>");
        UUID schedule = house.schedule(ana, house.user("Bea Example"));
        String at = "/schedules/" + schedule;
        assertThat(page(at))
                .contains("Ana &lt;Example&gt;", "<svg class=\"bar tint-", "On call, the next days")
                .contains("times in Europe/Berlin", "aria-label=\"Time zone\"", at + "/override?start=")
                .doesNotContain("style=", "Ana <Example>", "Fill the gap");
        assertThat(page(at + "?zone=utc&weeks=4&from=2026-03-02"))
                .contains("times in UTC", "March 2026", "from=2026-02-02&amp;weeks=4", "from=2026-03-30&amp;weeks=4")
                .contains("clocks go forward 1 h in Berlin");
        assertThat(page(at + "?view=list&from=2026-03-02"))
                .contains("Mon 2 Mar", "09:00 to Mon 9 Mar 09:00")
                .doesNotContain("class=\"drawn\"");
        assertThat(page(at + "?zone=moon&weeks=99&from=never")).contains("times in Europe/Berlin");
        assertThat(admin.get("/schedules/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(admin.get("/schedules/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void aGapIsSaidAboveTheDrawingAndFilledByTheFormItLeadsTo() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID schedule = house.schedule(ana);
        String start = Instant.now()
                .plus(2, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.HOURS)
                .toString();
        String end = Instant.now()
                .plus(3, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.HOURS)
                .toString();
        house.create(
                "/api/v1/overrides",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("kind", "remove")
                        .put("replaces", ana.toString())
                        .put("start", start)
                        .put("end", end));
        String at = "/schedules/" + schedule;
        String page = page(at);
        assertThat(page)
                .contains(
                        "Nobody is on call from",
                        "24 h",
                        "class=\"bar gap\"",
                        "class=\"bar out\"",
                        "is out, with nobody in their place");
        var fill = Pattern.compile("href=\"([^\"]*)\">Fill the gap").matcher(page);
        assertThat(fill.find()).isTrue();
        String form = page(fill.group(1).replace("&amp;", "&"));
        assertThat(form).contains("This shift", "Tonight", "This weekend", "checked", "Everyone on call then");
        assertThat(page("/on-call?q=" + name(schedule))).contains("24 h uncovered");
        HttpResponse<?> nobody = admin.post(at + "/override", at, Map.of("when", "tonight"));
        assertThat(nobody.statusCode()).isEqualTo(422);
        assertThat(nobody.bodyAsString())
                .contains("id=\"user-error\"", "Choose who is on call instead.", "1 field needs another look");
        HttpResponse<?> found =
                admin.post(at + "/override", at, Map.of("act", "find", "find", "BEA EXAMPLE", "when", "tonight"));
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.bodyAsString()).contains(bea.toString());
    }

    @Test
    void anOverrideIsRefusedAtItsFieldMadeReadAndRemoved() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea <Example>");
        UUID schedule = house.schedule(ana);
        String at = "/schedules/" + schedule;
        String day = Year.now(ZoneOffset.UTC).plusYears(1) + "-01-15";
        Map<String, String> form = new HashMap<>(
                Map.of("user", bea.toString(), "when", "custom", "start", day + "T09:00", "end", day + "T08:00"));
        HttpResponse<?> refused = admin.post(at + "/override", at, form);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString())
                .contains("id=\"end-error\"", "not after the start", day + "T09:00")
                .containsPattern("value=\"" + bea + "\" selected");
        form.put("start", day + "T07:00");
        assertThat(person("viewer").post(at + "/override", "/profile", form).statusCode())
                .isEqualTo(403);
        HttpResponse<?> added = admin.post(at + "/override", at, form);
        assertThat(added.getHeader("Location")).isEqualTo(at);
        assertThat(flash(added)).isEqualTo("The override is in the schedule.");
        assertThat(page(at)).containsPattern("action=\"" + at + "/overrides/[0-9a-f-]{36}/remove\"");
        JsonObject made = house.items("/api/v1/overrides?schedule=" + schedule).getFirst();
        assertThat(made.getString("start")).isEqualTo(day + "T06:00:00Z");
        String override = at + "/overrides/" + made.getString("id");
        assertThat(page(override)).contains("Bea &lt;Example&gt; instead of whoever is on call", "Remove it");
        assertThat(page(at + "?from=" + day)).contains("outlined", override);
        assertThat(admin.send(override + "/remove", io.vertx.core.MultiMap.caseInsensitiveMultiMap())
                        .statusCode())
                .as("without the token of the form")
                .isEqualTo(403);
        assertThat(admin.post(override + "/remove", override, Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule)).isEmpty();
        var undo =
                Pattern.compile("action=\"(" + at + "/overrides/again[^\"]*)\"").matcher(page(at));
        assertThat(undo.find()).isTrue();
        String again = undo.group(1).replace("&amp;", "&");
        assertThat(flash(admin.post(again, at, Map.of()))).isEqualTo("The override is in the schedule again.");
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule))
                .singleElement()
                .satisfies(one -> assertThat(one.getString("start")).isEqualTo(made.getString("start")));
        assertThat(flash(admin.post(at + "/overrides/again?kind=loud", at, Map.of())))
                .isEqualTo("Nothing was changed.");
        assertThat(admin.get(override).statusCode()).isEqualTo(404);
        assertThat(admin.post(override + "/remove", at, Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void aTemporaryScheduleIsFilledInTurnsSavedReadAndRemoved() {
        UUID ana = house.user("Ana Holiday");
        UUID bea = house.user("Bea Holiday");
        UUID schedule = house.schedule(ana, bea);
        String at = "/schedules/" + schedule;
        assertThat(page(at)).contains(at + "/temporary\"");
        assertThat(page(at + "/temporary"))
                .contains("name=\"user-0\"", "Fill in")
                .doesNotContain("style=");
        Map<String, String> form = new HashMap<>(Map.of(
                "start",
                "2030-12-24T09:00",
                "end",
                "2030-12-27T09:00",
                "mode",
                "replace",
                "turn",
                "P1D",
                "lines",
                "0"));
        form.put("act", "share");
        String filled = admin.post(at + "/temporary", at, form).bodyAsString();
        assertThat(filled)
                .contains("name=\"lines\" value=\"3\"", "name=\"start-2\" id=\"start-2\" value=\"2030-12-26T09:00\"")
                .doesNotContain("Nobody is on call Tue");
        assertThat(house.items("/api/v1/temporary-schedules?schedule=" + schedule))
                .as("nothing is saved yet")
                .isEmpty();

        form.putAll(Map.of("act", "save", "lines", "2"));
        form.putAll(Map.of("user-0", ana.toString(), "start-0", "2030-12-24T09:00", "end-0", "2030-12-24T08:00"));
        form.putAll(Map.of("start-1", "2030-12-25T09:00", "end-1", "2030-12-27T09:00"));
        HttpResponse<?> unread = admin.post(at + "/temporary", at, form);
        assertThat(unread.statusCode()).isEqualTo(422);
        assertThat(unread.bodyAsString()).contains("id=\"user-1-error\"", "Choose who is on call.", "2030-12-25T09:00");
        form.put("user-1", bea.toString());
        assertThat(admin.post(at + "/temporary", at, form).bodyAsString())
                .contains("id=\"end-0-error\"", "This is not after the start.");
        form.put("end-0", "2030-12-25T09:00");
        assertThat(person("viewer").post(at + "/temporary", "/profile", form).statusCode())
                .isEqualTo(403);
        HttpResponse<?> saved = admin.post(at + "/temporary", at, form);
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(flash(saved)).isEqualTo("The temporary schedule counts from Tue 24 Dec 09:00 on.");
        JsonObject made =
                house.items("/api/v1/temporary-schedules?schedule=" + schedule).getFirst();
        assertThat(made.getString("mode")).isEqualTo("replace");
        String read = at + "/temporary/" + made.getString("id");
        assertThat(page(read)).contains("Ana Holiday, Tue 24 Dec", "Bea Holiday, Wed 25 Dec", "Remove it");
        assertThat(admin.post(at + "/temporary", at, form).bodyAsString())
                .as("two cannot lie over each other")
                .contains("id=\"start-error\"", "remove it first");
        assertThat(admin.post(read + "/remove", read, Map.of()).statusCode()).isEqualTo(303);
        assertThat(house.items("/api/v1/temporary-schedules?schedule=" + schedule))
                .isEmpty();
    }

    @Test
    void whatIsOverIsCorrectedByAManagerWhoSaysWhy() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID schedule = house.schedule(ana);
        String at = "/schedules/" + schedule;
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(9);
        Map<String, String> form = new HashMap<>(
                Map.of("user", bea.toString(), "when", "custom", "start", day + "T09:00", "end", day + "T18:00"));
        assertThat(admin.post(at + "/override", at, form).bodyAsString())
                .contains("id=\"end-error\"", "A manager of the team can still correct it, and says why.");
        form.put("correction", "Bea took it by phone");
        assertThat(admin.post(at + "/override", at, form).statusCode()).isEqualTo(303);
        String override = at + "/overrides/"
                + house.items("/api/v1/overrides?schedule=" + schedule)
                        .getFirst()
                        .getString("id");
        assertThat(page(override)).contains("Why the past is corrected");
        HttpResponse<?> closed = admin.post(override + "/remove", override, Map.of());
        assertThat(closed.statusCode()).isEqualTo(422);
        assertThat(closed.bodyAsString()).contains("what is past is closed");
        assertThat(admin.post(override + "/remove", override, Map.of("correction", "It was Ana after all"))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void aTemporaryScheduleIsListedReadAndRemoved() {
        UUID ana = house.user("Ana Example");
        UUID schedule = house.schedule(ana);
        Instant start = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        Instant end = start.plus(2, ChronoUnit.DAYS);
        JsonObject shift = new JsonObject()
                .put("user", house.user("Cid Example").toString())
                .put("start", start.toString())
                .put("end", end.toString());
        UUID plan = house.create(
                "/api/v1/temporary-schedules",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("start", start.toString())
                        .put("end", end.toString())
                        .put("mode", "replace")
                        .put("shifts", new JsonArray().add(shift)));
        String at = "/schedules/" + schedule;
        assertThat(page(at)).contains("Temporary schedule: 1 shift of 1 person", at + "/temporary/" + plan);
        assertThat(page(at + "/temporary/" + plan)).contains("Cid Example", "Remove it");
        assertThat(person("responder")
                        .post(at + "/temporary/" + plan + "/remove", "/profile", Map.of())
                        .statusCode())
                .isEqualTo(403);
        admin.post(at + "/temporary/" + plan + "/remove", at, Map.of());
        assertThat(house.items("/api/v1/temporary-schedules?schedule=" + schedule))
                .isEmpty();
    }

    @Test
    void aTimeThatTheClockShowsTwiceIsAskedForAndOneThatItSkipsIsRefused() {
        UUID schedule = house.schedule(house.user("Ana Example"));
        UUID bea = house.user("Bea Example");
        String at = "/schedules/" + schedule;
        LocalDate back = change(Instant.now(), false);
        Map<String, String> form = new HashMap<>(
                Map.of("user", bea.toString(), "when", "custom", "start", back + "T02:30", "end", back + "T04:00"));
        HttpResponse<?> asked = admin.post(at + "/override", at, form);
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.bodyAsString())
                .contains("show this time again", "value=\"" + back + "T02:30+01:00\"", "the second time");
        form.put("start", back + "T02:30+01:00");
        assertThat(admin.post(at + "/override", at, form).statusCode()).isEqualTo(303);
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule)
                        .getFirst()
                        .getString("start"))
                .isEqualTo(back + "T01:30:00Z");
        LocalDate forward = change(Instant.now(), true);
        form.put("start", forward + "T02:30");
        form.put("end", forward + "T04:00");
        assertThat(admin.post(at + "/override", at, form).bodyAsString())
                .contains("id=\"start-error\"", "There is no ");
        assertThat(admin.post(
                                "/on-call/cover",
                                "/on-call/cover",
                                Map.of(
                                        "schedule",
                                        schedule.toString(),
                                        "start",
                                        back + "T02:30",
                                        "end",
                                        back + "T04:00",
                                        "note",
                                        "cover"))
                        .bodyAsString())
                .contains("show this time again");
    }

    private static LocalDate change(Instant from, boolean gap) {
        ZoneOffsetTransition next = ZoneId.of("Europe/Berlin").getRules().nextTransition(from);
        return next.isGap() == gap
                ? LocalDate.ofInstant(next.getInstant(), ZoneOffset.UTC)
                : change(next.getInstant(), gap);
    }

    private UUID named(String name, UUID... people) {
        JsonArray participants = new JsonArray();
        List.of(people).forEach(person -> participants.add(person.toString()));
        return house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", name)
                        .put("timeZone", "Europe/Berlin")
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "weekly")
                                        .put("start", "2026-01-05T09:00")
                                        .put("participants", participants)));
    }

    private String name(UUID schedule) {
        return house.get("/api/v1/schedules/" + schedule)
                .bodyAsJsonObject()
                .getString("name")
                .replace(' ', '+');
    }

    private static List<String> rows(String body) {
        return ROW.matcher(body).results().map(row -> row.group(1)).toList();
    }

    static String flash(HttpResponse<?> answer) {
        return answer.cookies().stream()
                .filter(cookie -> cookie.startsWith("belfry_flash="))
                .map(cookie -> URLDecoder.decode(cookie.split(";", 2)[0].split("!", -1)[1], StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }
}
