package dev.belfry.status;

import static dev.belfry.status.Stand.SOON;
import static dev.belfry.status.Stand.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scheduled maintenance, from its announcement to the line that it leaves in the history. */
@ExtendWith(Engines.class)
class MaintenanceIT {
    private static final ExecutorService PARALLEL = Executors.newVirtualThreadPerTaskExecutor();

    private static Stand stand;

    @BeforeAll
    static void open() {
        stand = new Stand("planned");
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    private static JsonObject plan(String page, String name, Instant begin, Instant end, String component) {
        return new JsonObject()
                .put("statusPage", page)
                .put("name", name)
                .put("body", "The index may be **slow**.")
                .put("scheduledFor", begin.toString())
                .put("scheduledUntil", end.toString())
                .put("components", new JsonArray().add(component));
    }

    private static List<JsonObject> maintenances(String slug, String which) {
        return stand
                .get("/p/" + slug + "/api/v2/scheduled-maintenances/" + which + ".json")
                .getJsonArray("scheduled_maintenances")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void itIsAnnouncedOnThePageInTheJsonAndInTheCalendar() {
        var page = stand.page("Announced", "announced");
        var component = stand.component(page, "Index", new JsonObject());
        var begin = Instant.now().plus(Duration.ofHours(30));
        var name = "Index moves; to new, servers";
        var bad = stand.send("POST", "/api/v1/maintenances", plan(page, name, begin, begin, component));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("#/scheduledUntil");

        var id = stand.made("/api/v1/maintenances", plan(page, name, begin, begin.plusSeconds(3600), component));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/announced"))
                        .contains("Scheduled maintenance", "Index moves", "Add to calendar", "100.00 % up"));
        assertThat(maintenances("announced", "upcoming")).hasSize(1);
        assertThat(maintenances("announced", "active")).isEmpty();
        assertThat(stand.text("/p/announced/calendar.ics"))
                .contains(
                        "SUMMARY:Index moves\\; to new\\, servers\r\n",
                        "DESCRIPTION:The index may be slow.",
                        "UID:" + id + "@belfry");
    }

    @Test
    void itBeginsByItselfAndMayBeEndedEarly() {
        var page = stand.page("Begun", "begun");
        var component = stand.component(page, "Index", new JsonObject());
        var now = Instant.now();
        var id = stand.made(
                "/api/v1/maintenances", plan(page, "Index moves", now, now.plus(Duration.ofHours(1)), component));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/begun")).contains("Under maintenance: Index"));
        assertThat(maintenances("begun", "active"))
                .singleElement()
                .satisfies(one -> assertThat(one.getString("status")).isEqualTo("in_progress"));
        assertThat(maintenances("begun", "upcoming")).isEmpty();

        var updates = "/api/v1/maintenances/" + id + "/updates";
        var ended = stand.send(
                "POST", updates, new JsonObject().put("status", "completed").put("body", "Done early."));
        assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/begun"))
                        .contains("All systems operational", "under maintenance for less than a minute"));
        assertThat(maintenances("begun", "active")).isEmpty();
        var back = stand.send(
                "POST", updates, new JsonObject().put("status", "in_progress").put("body", "again"));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(400);
    }

    @Test
    void itIsCompletedByItself() {
        var page = stand.page("Completed", "completed");
        var component = stand.component(page, "Index", new JsonObject());
        var now = Instant.now();
        var id = stand.made("/api/v1/maintenances", plan(page, "Index moves", now, now.plusSeconds(5), component));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(stand.get("/api/v1/maintenances/" + id).getString("status"))
                                .isEqualTo("completed"));
        assertThat(stand.get("/api/v1/maintenances/" + id).getJsonArray("updates"))
                .extracting(update -> ((JsonObject) update).getString("status"))
                .containsExactly("completed", "in_progress", "scheduled");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/completed/history"))
                        .contains("Index moves", "1 maintenance", "The maintenance is complete."));
        assertThat(maintenances("completed", "upcoming")).isEmpty();
        assertThat(maintenances("completed", "active")).isEmpty();
    }

    @Test
    void manyAtOnceAreAllAnnounced() {
        var page = stand.page("Crowded", "crowded");
        var component = stand.component(page, "Index", new JsonObject());
        var begin = Instant.now().plus(Duration.ofHours(30));
        var answers = IntStream.range(0, 20)
                .mapToObj(i -> plan(page, "Move " + i, begin, begin.plusSeconds(3600), component))
                .map(plan -> CompletableFuture.supplyAsync(
                        () -> stand.send("POST", "/api/v1/maintenances", plan).statusCode(), PARALLEL))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(201));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(maintenances("crowded", "upcoming")).hasSize(20));
    }

    @Test
    void inTheConsoleItIsAnnouncedEndedEarlyAndWithdrawn() {
        var cookie = stand.session("responder");
        var page = stand.page("Typed", "typed");
        var component = stand.component(page, "Index", new JsonObject());
        var fresh = "/status/" + page + "/maintenances";
        assertThat(stand.browse(cookie, fresh + "/new").body()).contains("Schedule maintenance", "datetime-local");
        var begin = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        var typed = new HashMap<String, String>(Map.of(
                "name",
                "Index moves",
                "begins",
                begin.toString(),
                "ends",
                begin.minusHours(1).toString(),
                "component",
                component,
                "body",
                ""));
        var wrong = stand.form(cookie, fresh, typed);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("It ends after it begins", "Say what customers should know", "Index moves");
        typed.put("ends", "soon");
        assertThat(stand.form(cookie, fresh, typed).body()).contains("Give a date and a time.");

        typed.put("ends", begin.plusHours(2).toString());
        typed.put("body", "Searches may be **slow**.");
        var planned = stand.form(cookie, fresh, typed);
        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(303);
        var one = header(planned, "Location");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/typed")).contains("Under maintenance: Index"));
        var back = stand.form(cookie, one + "/updates", Map.of("status", "scheduled", "body", "Not yet."));
        assertThat(back.statusCode()).isEqualTo(422);
        assertThat(back.body()).contains("it cannot go back", "Not yet.");
        var blank = stand.form(cookie, one + "/updates", Map.of("status", "completed", "body", " "));
        assertThat(blank.statusCode()).isEqualTo(422);
        assertThat(blank.body()).contains("<option value=\"completed\" selected>");
        assertThat(stand.form(cookie, one + "/updates", Map.of("status", "completed", "body", "Done early."))
                        .statusCode())
                .isEqualTo(303);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/typed"))
                        .contains("All systems operational")
                        .doesNotContain("Under maintenance: Index"));
        assertThat(stand.browse(cookie, one).body()).contains("Done early.").doesNotContain("Publish update");
        assertThat(stand.browse(cookie, "/status").body()).contains(one);
        assertThat(stand.form(cookie, one + "/withdraw", Map.of()).statusCode()).isEqualTo(303);
        assertThat(stand.browse(cookie, one).statusCode()).isEqualTo(404);
    }
}
