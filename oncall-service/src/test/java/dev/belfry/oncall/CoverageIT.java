package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.incident;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether those who are on call can answer, what they carry, and what is paid for it, as people ask for it. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoverageIT {
    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void status(UUID person, int methods, int verified) {
        var entry = new ContactStatusEntry(person, methods, verified);
        house.publish(Topics.DIRECTORY.name(), entry.key(), ContactStatusEntry.TYPE, entry);
    }

    private JsonArray coverage(UUID schedule, String member) {
        return house.get("/api/v1/schedules/" + schedule + "/coverage?days=30")
                .bodyAsJsonObject()
                .getJsonArray(member);
    }

    private String words(UUID schedule) {
        return coverage(schedule, "warnings").encode();
    }

    private static String hour(Instant start, int hours) {
        return start.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(hours)).toString();
    }

    private static String around() {
        var now = Instant.now();
        return "from=" + hour(now, -1) + "&to=" + hour(now, 2);
    }

    @Test
    void whoCannotSurelyBeReachedIsNamedUntilTheyCan() {
        var ana = house.user("Ana Example");
        var made = house.send(
                HttpMethod.POST,
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + OncallHarness.fresh())
                        .put("timeZone", "UTC")
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "daily")
                                        .put("start", "2026-01-05T00:00")
                                        .put("participants", new JsonArray(List.of(ana.toString())))),
                Map.of());
        assertThat(made.bodyAsJsonObject().getJsonArray("warnings").encode())
                .contains("Ana Example has no contact method and cannot be paged");
        var schedule = UUID.fromString(made.bodyAsJsonObject().getString("id"));
        status(ana, 2, 0);
        eventually(() -> words(schedule).contains("Ana Example has no verified contact method"));
        assertThat(coverage(schedule, "unsure").getJsonObject(0).getString("contact"))
                .isEqualTo("unverified");
        status(ana, 2, 1);
        eventually(() -> coverage(schedule, "unsure").isEmpty());
        assertThat(words(schedule)).doesNotContain("contact method");
    }

    @Test
    void whoIsAbsentWhileOnCallIsNamed() {
        var ana = house.user("Ana Example");
        var schedule = house.schedule(ana);
        var start = Instant.now();
        house.create(
                "/api/v1/absences",
                new JsonObject()
                        .put("user", ana.toString())
                        .put("start", hour(start, 48))
                        .put("end", hour(start, 50)));
        assertThat(coverage(schedule, "absent"))
                .singleElement()
                .satisfies(away ->
                        assertThat(((JsonObject) away).getString("start")).isEqualTo(hour(start, 48)));
        assertThat(words(schedule)).contains("Ana Example is absent while on call from");
    }

    @Test
    void pagesAreCountedForWhoWasOnCallAndPaid() {
        var ana = house.user("Ana Example");
        var schedule = house.schedule(ana);
        var policy = house.policy(0, step("PT5M", target("schedule", schedule)));
        for (int i = 0; i < 2; i++) {
            var id = UUID.randomUUID();
            house.tell(Happened.TRIGGERED, 1, incident(id, 1, IncidentStatus.TRIGGERED, policy));
            eventually(() -> house.pages(id).size() == 1);
        }
        var at = "/api/v1/schedules/" + schedule;
        var share = house.items(at + "/fairness?" + around()).getFirst();
        assertThat(share.getInteger("pages")).isEqualTo(2);
        assertThat(share.getInteger("shifts")).isEqualTo(1);
        var pay = house.get(at + "/pay?" + around() + "&page=7.5&flat=1").bodyAsJsonObject();
        assertThat(pay.getJsonArray("items").getJsonObject(0).getDouble("amount"))
                .isEqualTo(16.0);
        assertThat(house.items(at + "/fairness?from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z")
                        .getFirst()
                        .getInteger("pages"))
                .isZero();
    }

    @Test
    void whoAsksForCsvGetsIt() {
        var ana = house.user("=Ana Example");
        var at = "/api/v1/schedules/" + house.schedule(ana);
        var sheet = csv(at + "/pay?" + around() + "&hour=10");
        assertThat(sheet.statusCode()).isEqualTo(200);
        assertThat(sheet.getHeader("Content-Type")).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(sheet.bodyAsString())
                .isEqualTo("user,name,shifts,hours,night_hours,weekend_hours,holiday_hours,pages,night_pages,"
                        + "amount,currency\r\n"
                        + sheet.bodyAsString().substring(sheet.bodyAsString().indexOf("\r\n") + 2))
                .contains(ana + ",\"'=Ana Example\",1,3.00,")
                .endsWith(",30.00,EUR\r\n");
        assertThat(csv(at + "/fairness?" + around()).bodyAsString()).contains("pages,night_pages\r\n");
        assertThat(csv(at + "/pay?from=never&to=ever").getHeader("Content-Type"))
                .startsWith("application/problem");
    }

    private HttpResponse<?> csv(String path) {
        return house.web()
                .get(house.host().httpPort(), "127.0.0.1", path)
                .bearerTokenAuthentication(OncallHarness.TOKEN)
                .putHeader("Accept", "text/csv")
                .send()
                .await();
    }

    @Test
    void theLoadOfAMonthIsDrawnAndSaved() {
        var schedule = house.schedule(house.user("Ana Example"), house.user("Bea Example"));
        var browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/on-call");
        eventually(() -> browser.get("/on-call").statusCode() == 200);
        var at = "/on-call/" + schedule + "/load";
        assertThat(browser.get("/schedules/" + schedule).bodyAsString()).contains(at, "Hand-off notes");
        var page = browser.get(at);
        assertThat(page.statusCode()).isEqualTo(200);
        var month = YearMonth.now(ZoneId.of("Europe/Berlin"));
        assertThat(page.bodyAsString())
                .contains("Ana Example", "Bea Example", "<svg", "value=\"" + month + "\"", at + ".csv?month=" + month);
        assertThat(browser.get(at + "?month=2026-02").bodyAsString()).contains("February 2026");
        assertThat(browser.get(at + "?month=soon").statusCode()).isEqualTo(200);
        assertThat(browser.get("/on-call/" + UUID.randomUUID() + "/load").statusCode())
                .isEqualTo(404);
        var file = browser.get(at + ".csv?month=2026-02");
        assertThat(file.getHeader("Content-Type")).isEqualTo("text/csv; charset=utf-8; header=present");
        // 672 hours of February, two weeks each.
        assertThat(file.bodyAsString()).contains("\"Ana Example\"", ",336.00,", "\"Bea Example\"");
        assertThat(new Browser(house).get(at + ".csv").statusCode()).isEqualTo(401);

        var notes = "/on-call/" + schedule + "/notes";
        assertThat(browser.post(notes, notes, Map.of("text", "db-7 is flaky <again>"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.get(notes).bodyAsString()).contains("db-7 is flaky &lt;again&gt;", "Root Example");
        assertThat(browser.post(notes, notes, Map.of("text", " ")).statusCode()).isEqualTo(303);
        assertThat(house.items("/api/v1/schedules/" + schedule + "/handoff-notes"))
                .hasSize(1);

        assertThat(browser.post("/profile/reminders", "/profile", Map.of("before-PT12H", "on"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.get("/profile").bodyAsString())
                .containsPattern("name=\"before-PT12H\" checked")
                .doesNotContainPattern("name=\"before-PT1H\" checked");
    }
}
