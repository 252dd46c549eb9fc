package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.rota.ical.CalendarReader;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DateProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calendar feeds through their doors: the API makes the address, and the address alone reads. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarIT {
    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** As a calendar program reads: with the address alone. */
    private HttpResponse<?> visit(String path, Map<String, String> headers) {
        var request = house.web().get(house.host().httpPort(), "127.0.0.1", path);
        headers.forEach(request::putHeader);
        return request.send().await();
    }

    private JsonObject feed(String kind, UUID subject) {
        var answer = house.send(
                HttpMethod.POST,
                "/api/v1/calendar-feeds",
                new JsonObject().put("kind", kind).put("subject", subject.toString()),
                Map.of());
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    private static String path(JsonObject feed) {
        return URI.create(feed.getString("url")).getPath();
    }

    private String read(String path) {
        var answer = visit(path, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("text/calendar; charset=utf-8");
        return answer.bodyAsString();
    }

    @Test
    void aFeedHasTheShiftsOfItsScheduleAndAPersonsOnlyTheirOwn() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        var schedule = house.schedule(ana, bea);
        var all = read(path(feed("schedule", schedule)));
        assertThat(all).contains("SUMMARY:Ana Example: Schedule").contains("SUMMARY:Bea Example: Schedule");
        var own = read(path(feed("user", ana)));
        assertThat(own).contains("SUMMARY:On call: Schedule").doesNotContain("Bea");
        assertThat(own.split("BEGIN:VEVENT", -1).length).isBetween(15, 18);
    }

    /** In most half years the clock changes, and the hand-off is at an hour that this skips or repeats. */
    @Test
    void twoReadersFindInTheFeedTheShiftsOfTheApi() throws Exception {
        var people = List.of(house.user("Dora Reader"), house.user("Emil Reader"));
        var rotation = new JsonObject()
                .put("unit", "daily")
                .put("every", 1)
                .put("start", "2026-01-05T02:30")
                .put(
                        "participants",
                        new JsonArray(people.stream().map(UUID::toString).toList()));
        UUID schedule = house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Half past two")
                        .put("timeZone", "Europe/Berlin")
                        .put("rotation", rotation));
        Instant from = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant to = from.plus(170, ChronoUnit.DAYS);
        var told = house.items("/api/v1/schedules/" + schedule + "/shifts?from=" + from + "&to=" + to).stream()
                .map(shift -> shift.getString("start") + " " + shift.getString("end"))
                .toList();
        String text = read(path(feed("schedule", schedule)));

        List<VEvent> events =
                new CalendarBuilder().build(new StringReader(text)).getComponents("VEVENT");
        assertThat(events.stream()
                        .map(event -> instant(event.getDateTimeStart()) + " " + instant(event.getDateTimeEnd())))
                .containsAll(told);
        var ours = (Reading.Read) CalendarReader.read(text, null, from, to);
        assertThat(ours.occurrences().stream().map(one -> one.start() + " " + one.end()))
                .containsExactlyElementsOf(told);
        assertThat(told).hasSizeGreaterThan(169);
    }

    private static Instant instant(@Nullable DateProperty<?> time) {
        return Instant.from(Objects.requireNonNull(time).getDate());
    }

    @Test
    void nothingChangedIsNotSentAgainAndARotatedAddressLeadsNowhere() {
        var feed = feed("schedule", house.schedule(house.user("Cid Example")));
        var first = visit(path(feed), Map.of());
        var again = visit(path(feed), Map.of("If-None-Match", first.getHeader("ETag")));
        assertThat(again.statusCode()).isEqualTo(304);
        var rotated = house.send(
                        HttpMethod.POST, "/api/v1/calendar-feeds/" + feed.getString("id") + "/rotate", null, Map.of())
                .bodyAsJsonObject();
        assertThat(visit(path(feed), Map.of()).statusCode()).isEqualTo(404);
        assertThat(read(path(rotated))).contains("Cid Example");
        assertThat(house.items("/api/v1/calendar-feeds"))
                .allSatisfy(listed -> assertThat(listed.containsKey("url")).isFalse());
        house.send(HttpMethod.DELETE, "/api/v1/calendar-feeds/" + feed.getString("id"), null, Map.of());
        assertThat(visit(path(rotated), Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void aPageElsewhereReadsWhoIsOnCallByNamesAlone() {
        var ana = house.user("Ana Board");
        var bea = house.user("Bea Board");
        var schedule = house.schedule(ana, bea);
        var feed = feed("schedule", schedule);
        String path = URI.create(feed.getString("boardUrl")).getPath();
        var answer = visit(path, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.getHeader("Cache-Control")).contains("max-age=15");
        JsonObject seat = answer.bodyAsJsonObject().getJsonArray("schedules").getJsonObject(0);
        assertThat(seat.getJsonArray("onCall").encode()
                        + seat.getJsonArray("next").encode())
                .containsOnlyOnce("Ana Board")
                .containsOnlyOnce("Bea Board");
        assertThat(seat.getString("until")).endsWith("Z");
        assertThat(answer.bodyAsString()).doesNotContain("@").doesNotContain(ana.toString());
        assertThat(visit(path, Map.of("If-None-Match", answer.getHeader("ETag")))
                        .statusCode())
                .isEqualTo(304);

        var all = house.send(HttpMethod.POST, "/api/v1/calendar-feeds", new JsonObject().put("kind", "all"), Map.of())
                .bodyAsJsonObject();
        assertThat(visit(URI.create(all.getString("boardUrl")).getPath(), Map.of())
                        .bodyAsString())
                .contains("Board");
        assertThat(read(path(all))).contains("Board");
        var own = feed("user", ana);
        assertThat(own.containsKey("boardUrl")).isFalse();
        assertThat(visit(path(own).replace(".ics", ".json"), Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(visit("/calendar/guess.json", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void aFeedAnswersHeadAsItAnswersGetAndSendsNothing() {
        for (String path : List.of(
                path(feed("schedule", house.schedule(house.user("Ana Example")))),
                URI.create(feed("schedule", house.schedule(house.user("Bea Example")))
                                .getString("boardUrl"))
                        .getPath())) {
            var get = visit(path, Map.of());
            var head = house.web()
                    .request(HttpMethod.HEAD, house.host().httpPort(), "127.0.0.1", path)
                    .send()
                    .await();
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.bodyAsString()).isNull();
            for (String header : List.of("Content-Type", "Content-Length", "ETag", "Cache-Control")) {
                assertThat(head.getHeader(header)).as(header).isEqualTo(get.getHeader(header));
            }
        }
        assertThat(house.web()
                        .request(HttpMethod.HEAD, house.host().httpPort(), "127.0.0.1", "/calendar/guess.ics")
                        .send()
                        .await()
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anEmptyFeedOfATeamIsACalendarInARealZone() throws Exception {
        UUID team = house.create("/api/v1/teams", new JsonObject().put("name", "Team " + OncallHarness.fresh()));
        String text = read(path(feed("team", team)));
        assertThat(text).contains("X-WR-TIMEZONE:Etc/UTC", "BEGIN:VTIMEZONE", "TZID:Etc/UTC");
        new CalendarBuilder().build(new StringReader(text)).validate();
        var all = house.send(HttpMethod.POST, "/api/v1/calendar-feeds", new JsonObject().put("kind", "all"), Map.of())
                .bodyAsJsonObject();
        house.schedule(house.user("Ana Example"));
        assertThat(read(path(all))).contains("X-WR-TIMEZONE:Europe/Berlin");
    }

    @Test
    void whatDoesNotExistHasNoFeed() {
        var answer = house.send(
                HttpMethod.POST,
                "/api/v1/calendar-feeds",
                new JsonObject()
                        .put("kind", "team")
                        .put("subject", UUID.randomUUID().toString()),
                Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsString()).contains("#/subject");
        assertThat(visit("/calendar/guess.ics", Map.of()).statusCode()).isEqualTo(404);
    }
}
