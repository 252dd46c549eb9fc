package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.absence.AbsenceQueries;
import dev.belfry.oncall.rota.absence.HolidayQueries;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody says that they are away, by hand or by their calendar, and cover is asked for where they are on call. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbsenceIT {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

    private OncallHarness house;
    /** What the calendar's server has; nothing makes it fail. */
    private volatile String served = "";

    private final AtomicInteger unchanged = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        server = house.host()
                .vertx()
                .createHttpServer()
                .requestHandler(request -> {
                    String text = served;
                    String tag = "\"" + text.hashCode() + "\"";
                    if (request.path().equals("/moved")) {
                        request.response()
                                .setStatusCode(302)
                                .putHeader("Location", "/secret.ics")
                                .end();
                    } else if (text.isEmpty()) {
                        request.response().setStatusCode(503).end();
                    } else if (tag.equals(request.getHeader("If-None-Match"))) {
                        unchanged.incrementAndGet();
                        request.response().setStatusCode(304).end();
                    } else {
                        request.response().putHeader("ETag", tag).end(text);
                    }
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    private static String away(LocalDate from, LocalDate until) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:7@example.net\r\nSUMMARY:Away\r\n"
                + "DTSTART;VALUE=DATE:" + DAY.format(from) + "\r\nDTEND;VALUE=DATE:" + DAY.format(until)
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    private List<JsonObject> covers(UUID schedule, String status) {
        return house.items("/api/v1/cover-requests?schedule=" + schedule).stream()
                .filter(cover -> cover.getString("status").equals(status))
                .toList();
    }

    /** That nobody has taken it yet. */
    private List<NoticeRequest> wanted(UUID person) {
        return house.notices(person).stream()
                .filter(notice -> notice.kind().equals("cover.wanted"))
                .toList();
    }

    private JsonObject absence(UUID person, Instant from, Instant until) {
        return new JsonObject()
                .put("user", person.toString())
                .put("start", from.toString())
                .put("end", until.toString())
                .put("reason", "Moving house");
    }

    @Test
    void whoIsAwayWhileOnCallIsCoveredForOnceAndStaysOnCallUntilThen() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID lea = house.user("Lea Example");
        UUID team = house.create(
                "/api/v1/teams",
                new JsonObject()
                        .put("name", "Payments " + fresh())
                        .put("members", new JsonArray().add(lea.toString()).add(ana.toString())));
        house.sql("update team_member set role = 'manager' where person_id = '" + lea + "'");
        JsonObject body = house.get("/api/v1/schedules/" + house.schedule(ana)).bodyAsJsonObject();
        UUID schedule = UUID.fromString(body.getString("id"));
        house.sql("update schedule set team_id = '" + team + "' where id = '" + schedule + "'");

        Instant start = Instant.now().plus(Duration.ofHours(30)).truncatedTo(ChronoUnit.SECONDS);
        UUID absence = house.create("/api/v1/absences", absence(ana, start, start.plus(Duration.ofHours(8))));
        assertThat(covers(schedule, "open")).hasSize(1);
        JsonObject cover = covers(schedule, "open").getFirst();
        assertThat(cover.getJsonObject("part").getString("start")).isEqualTo(start.toString());
        assertThat(cover.getString("askedBy")).isEqualTo("service");
        assertThat(cover.encode()).doesNotContain("Moving");
        eventually(() -> wanted(lea).size() == 1 && wanted(ana).size() == 1);
        assertThat(wanted(lea).getFirst().text()).contains("Ana Example stays on call");

        var onCall = house.items("/api/v1/oncall?at=" + start.plusSeconds(60)).stream()
                .filter(one -> one.getJsonObject("schedule").getString("id").equals(schedule.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(onCall.getJsonObject("user").getString("id")).isEqualTo(ana.toString());

        // Another absence within: nothing is asked for twice.
        house.create("/api/v1/absences", absence(ana, start.plusSeconds(3_600), start.plusSeconds(7_200)));
        assertThat(house.items("/api/v1/cover-requests?schedule=" + schedule)).hasSize(1);

        // Covered, uncovered, and asked for again when it is looked at next.
        String path = "/api/v1/cover-requests/" + cover.getString("id");
        var taken = house.send(HttpMethod.POST, path + "/take", new JsonObject().put("user", bea.toString()), Map.of());
        assertThat(taken.statusCode()).isEqualTo(200);
        house.send(HttpMethod.DELETE, "/api/v1/absences/" + absence, null, Map.of());
        assertThat(covers(schedule, "taken")).hasSize(1);
        house.send(
                HttpMethod.DELETE,
                "/api/v1/overrides/" + taken.bodyAsJsonObject().getString("override"),
                null,
                Map.of());
        UUID again = house.create("/api/v1/absences", absence(ana, start, start.plus(Duration.ofHours(8))));
        assertThat(covers(schedule, "open"))
                .extracting(one -> one.getString("id"))
                .contains(cover.getString("id"));

        // Taken back: withdrawn. Withdrawn by hand: for good.
        house.send(HttpMethod.DELETE, "/api/v1/absences/" + again, null, Map.of());
        assertThat(covers(schedule, "open"))
                .noneMatch(one -> one.getString("id").equals(cover.getString("id")));
        UUID third = house.create("/api/v1/absences", absence(ana, start, start.plus(Duration.ofHours(8))));
        assertThat(house.send(HttpMethod.DELETE, path, null, Map.of()).statusCode())
                .isEqualTo(204);
        house.send(HttpMethod.DELETE, "/api/v1/absences/" + third, null, Map.of());
        house.create("/api/v1/absences", absence(ana, start, start.plus(Duration.ofHours(8))));
        assertThat(covers(schedule, "open")).isEmpty();
    }

    @Test
    void aCalendarIsFollowedAndAFailureKeepsWhatWasRead() {
        UUID ana = house.user("Ana Example");
        UUID schedule = house.schedule(ana);
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(10);
        served = away(day, day.plusDays(2));
        var made = house.send(
                HttpMethod.POST,
                "/api/v1/absence-calendars",
                new JsonObject()
                        .put("user", ana.toString())
                        .put("name", "Out of office")
                        .put("url", url("/moved?token=s3cret")),
                Map.of());
        assertThat(made.statusCode()).isEqualTo(201);
        JsonObject calendar = made.bodyAsJsonObject();
        assertThat(calendar.getInteger("events")).isEqualTo(1);
        assertThat(calendar.getString("host")).isEqualTo("127.0.0.1");
        assertThat(calendar.containsKey("error")).isFalse();
        assertThat(made.bodyAsString()).doesNotContain("s3cret");
        assertThat(covers(schedule, "open")).hasSize(1);
        var found = AbsenceQueries.of(
                        house.host().database()::query,
                        List.of(ana),
                        Instant.now(),
                        Instant.now().plus(Duration.ofDays(60)))
                .await();
        assertThat(found.get(ana)).hasSize(1);

        house.sql("update outside_calendar set due_at = now() where id = '" + calendar.getString("id") + "'");
        String path = "/api/v1/absence-calendars/" + calendar.getString("id");
        JsonObject rename = new JsonObject().put("name", "Away");
        int before = unchanged.get();
        assertThat(house.send(HttpMethod.PUT, path, rename, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(unchanged.get()).isEqualTo(before + 1);

        served = "";
        JsonObject failed = house.send(HttpMethod.PUT, path, rename, Map.of()).bodyAsJsonObject();
        assertThat(failed.getString("error")).isEqualTo("the calendar's server answered 503");
        assertThat(failed.getInteger("events")).isEqualTo(1);
        assertThat(covers(schedule, "open")).hasSize(1);
        served = "not a calendar";
        assertThat(house.send(HttpMethod.PUT, path, rename, Map.of())
                        .bodyAsJsonObject()
                        .getString("error"))
                .contains("line 1");

        served = away(day.minusDays(400), day.minusDays(399));
        JsonObject empty = house.send(HttpMethod.PUT, path, rename, Map.of()).bodyAsJsonObject();
        assertThat(empty.getInteger("events")).isZero();
        assertThat(covers(schedule, "open")).isEmpty();
        assertThat(house.send(HttpMethod.DELETE, path, null, Map.of()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void holidaysAreEverybodysOrATeams() {
        UUID team = house.create("/api/v1/teams", new JsonObject().put("name", "Berlin " + fresh()));
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(20);
        house.create(
                "/api/v1/holiday-calendars",
                new JsonObject().put("name", "All").put("ics", away(day, day.plusDays(1))));
        house.create(
                "/api/v1/holiday-calendars",
                new JsonObject()
                        .put("name", "Berlin")
                        .put("team", team.toString())
                        .put("ics", away(day.plusDays(1), day.plusDays(3))));
        var rows = house.host().database();
        assertThat(HolidayQueries.between(rows::query, null, day, day.plusDays(10))
                        .await())
                .containsExactly(day);
        assertThat(HolidayQueries.between(rows::query, team, day, day.plusDays(2))
                        .await())
                .containsExactlyInAnyOrder(day, day.plusDays(1));
    }

    @Test
    void whatCannotBeReadIsRefusedAtTheDoor() {
        UUID ana = house.user("Ana Example");
        var broken = house.send(
                HttpMethod.POST,
                "/api/v1/absence-calendars",
                new JsonObject().put("user", ana.toString()).put("name", "Away").put("ics", "BEGIN:VCALENDAR\nx"),
                Map.of());
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.bodyAsString()).contains("#/ics").contains("line 2");
        var address = house.send(
                HttpMethod.POST,
                "/api/v1/absence-calendars",
                new JsonObject().put("user", ana.toString()).put("name", "Away").put("url", "file:///etc/passwd"),
                Map.of());
        assertThat(address.statusCode()).isEqualTo(400);
        var nobodys = house.send(
                HttpMethod.POST,
                "/api/v1/absences",
                absence(UUID.randomUUID(), Instant.now(), Instant.now().plusSeconds(60)),
                Map.of());
        assertThat(nobodys.statusCode()).isEqualTo(400);
        assertThat(nobodys.bodyAsString()).contains("#/user");
    }
}
