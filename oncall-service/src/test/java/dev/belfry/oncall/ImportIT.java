package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.handoff.ShiftChangeCommands;
import dev.belfry.oncall.rota.ical.CalendarClient;
import dev.belfry.oncall.rota.imports.ScheduleIntakeCommands;
import dev.belfry.oncall.rota.outside.OutsideKind;
import dev.belfry.oncall.rota.outside.OutsideSweep;
import dev.belfry.oncall.rota.outside.ReadCommands;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A schedule that is kept in a calendar elsewhere: looked at, taken over, and followed. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportIT {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private OncallHarness house;
    private HttpServer server;
    private volatile String served = "";

    @BeforeAll
    void open() {
        house = new OncallHarness();
        server = house.host()
                .vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().end(served))
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String event(String who, int from, int to) {
        return "BEGIN:VEVENT\r\nUID:" + who + from + "\r\nSUMMARY:" + who + "\r\nDTSTART:"
                + UTC.format(now.plus(Duration.ofHours(from))) + "\r\nDTEND:"
                + UTC.format(now.plus(Duration.ofHours(to))) + "\r\nEND:VEVENT\r\n";
    }

    private static String calendar(String... events) {
        return "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Berlin\r\n" + String.join("", events) + "END:VCALENDAR\r\n";
    }

    private HttpResponse<?> send(JsonObject body) {
        return house.send(HttpMethod.POST, "/api/v1/schedules/import", body, Map.of());
    }

    private String onCall(String schedule, int hour) {
        String at = now.plus(Duration.ofHours(hour)).plusSeconds(60).toString();
        return house.items("/api/v1/oncall?limit=200&at=" + at).stream()
                .filter(one -> one.getJsonObject("schedule").getString("id").equals(schedule))
                .map(one -> one.getJsonObject("user"))
                .map(user -> user == null ? "nobody" : user.getString("name"))
                .findFirst()
                .orElseThrow();
    }

    /** Reads it as the timer does every 15 minutes. */
    private void look(String schedule) {
        house.sql("update outside_calendar set due_at = now() - interval '1 minute' where id = '" + schedule + "'");
        var host = house.host();
        var clock = InstantSource.system();
        var intake = new ScheduleIntakeCommands(
                new ScheduleCommands(host.database(), clock, new ShiftChangeCommands(clock, host.ids())),
                new PeopleQueries(host.database()),
                clock);
        var reads = new ReadCommands(
                host.vertx(),
                host.database(),
                clock,
                new CalendarClient(host.vertx(), true),
                Map.of(OutsideKind.SCHEDULE, intake));
        new OutsideSweep(host.database(), reads, clock).look().await();
    }

    private String error(String schedule) {
        return house.get("/api/v1/schedules/" + schedule + "/calendar")
                .bodyAsJsonObject()
                .getString("error", "");
    }

    @Test
    void aCalendarIsLookedAtTakenOverAndFollowed() {
        String ana = "Ana " + fresh();
        String bea = "Bea " + fresh();
        house.user(ana);
        UUID cover = house.user("Cid " + fresh());
        house.user(bea);
        served = calendar(event(ana, -48, 24), event("On Call - " + bea + " - Payments", 24, 48), event("Eve", 48, 72));
        JsonObject body = new JsonObject()
                .put("name", "Imported " + fresh())
                .put("url", "http://127.0.0.1:" + server.actualPort() + "/calendar.ics");

        HttpResponse<?> dry = send(body);
        assertThat(dry.statusCode()).isEqualTo(200);
        JsonObject would = dry.bodyAsJsonObject();
        assertThat(would.getInteger("count")).isEqualTo(2);
        assertThat(would.getString("timeZone")).isEqualTo("Europe/Berlin");
        assertThat(would.getJsonArray("unmatched").encode()).isEqualTo("[{\"name\":\"Eve\",\"events\":1}]");

        HttpResponse<?> made = send(body.copy().put("dryRun", false).put("follow", true));
        assertThat(made.statusCode()).isEqualTo(201);
        String schedule = made.bodyAsJsonObject().getString("schedule");
        assertThat(onCall(schedule, -24)).isEqualTo(ana);
        assertThat(onCall(schedule, 30)).isEqualTo(bea);
        assertThat(onCall(schedule, 60)).isEqualTo("nobody");

        // What lies over it lies over it, whatever the calendar does.
        house.create(
                "/api/v1/overrides",
                new JsonObject()
                        .put("schedule", schedule)
                        .put("user", cover.toString())
                        .put("start", now.plus(Duration.ofHours(40)).toString())
                        .put("end", now.plus(Duration.ofHours(42)).toString()));
        look(schedule);
        assertThat(error(schedule)).isEmpty();
        String etag = house.get("/api/v1/schedules/" + schedule).getHeader("ETag");
        assertThat(etag).isEqualTo("\"v1\"");

        served = calendar(event(bea, -48, 24), event(ana, 24, 72));
        look(schedule);
        eventually(() -> onCall(schedule, 2).equals(bea));
        assertThat(error(schedule)).isEmpty();
        assertThat(onCall(schedule, -24)).as("the past stays").isEqualTo(ana);
        assertThat(onCall(schedule, 30)).isEqualTo(ana);
        assertThat(onCall(schedule, 41)).startsWith("Cid");

        served = calendar(event("Eve", 0, 24));
        look(schedule);
        eventually(() -> error(schedule).contains("no shift"));
        assertThat(onCall(schedule, 30)).isEqualTo(ana);

        String followed = "/api/v1/schedules/" + schedule + "/calendar";
        assertThat(house.send(HttpMethod.DELETE, followed, null, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(house.get(followed).statusCode()).isEqualTo(404);
        assertThat(onCall(schedule, 30)).isEqualTo(ana);
    }

    @Test
    void whatCannotBecomeAScheduleIsRefused() {
        JsonObject body = new JsonObject().put("name", "Imported " + fresh());
        assertThat(send(body).statusCode()).isEqualTo(400);
        assertThat(send(body.copy().put("ics", "nothing")).bodyAsString())
                .contains("#/ics")
                .contains("line 1");
        assertThat(send(body.copy().put("ics", calendar()).put("dryRun", false)).bodyAsString())
                .contains("no shift");
        assertThat(send(body.copy().put("ics", calendar()).put("follow", true)).bodyAsString())
                .contains("#/follow");
        assertThat(send(body.copy().put("ics", calendar()).put("timeZone", "Mars/Base"))
                        .bodyAsString())
                .contains("#/timeZone");
    }
}
