package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.handoff.HandoffTimer;
import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people are told about their shifts, with the clock put where something begins. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandoffIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void look(Instant now) {
        var database = house.host().database();
        var clock = InstantSource.fixed(now);
        new HandoffTimer(database, new ScheduleQueries(database, clock), clock)
                .look()
                .await();
    }

    /** The Monday after next, so that no version of the schedule begins after it. */
    private static Instant monday(String time) {
        var day = LocalDate.now(BERLIN).plusDays(1).with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        return day.atTime(LocalTime.parse(time)).atZone(BERLIN).toInstant();
    }

    @Test
    void whoIsNextIsRemindedOnceHoweverOftenAndByWhomEverItIsLookedAt() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        var schedule = house.schedule(ana, bea);
        var note = house.send(
                HttpMethod.POST,
                "/api/v1/schedules/" + schedule + "/handoff-notes",
                new JsonObject().put("text", "db-7 is flaky"),
                Map.of());
        assertThat(note.statusCode()).isEqualTo(201);
        assertThat(house.items("/api/v1/schedules/" + schedule + "/handoff-notes"))
                .extracting(one -> one.getString("text"))
                .containsExactly("db-7 is flaky");

        look(monday("07:59"));
        look(monday("08:20"));
        look(monday("08:21"));
        eventually(() -> house.notices(ana).size() + house.notices(bea).size() > 0);
        // Each look was awaited: whatever would be told twice is in the outbox before this.
        look(monday("08:59"));
        var marker = house.user("Marker Example");
        eventually(() -> house.directory("user:" + marker).isPresent());
        assertThat(house.notices(ana).size() + house.notices(bea).size()).isEqualTo(1);
        var told = house.notices(ana).isEmpty() ? house.notices(bea) : house.notices(ana);
        assertThat(told.getFirst().text()).contains("db-7 is flaky");
    }

    @Test
    void theTeamIsToldItsWeekOnMondayMorning() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        UUID team = house.create(
                "/api/v1/teams",
                new JsonObject()
                        .put("name", "Payments " + OncallHarness.fresh())
                        .put("members", new JsonArray(List.of(ana.toString(), bea.toString()))));
        house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Nights " + OncallHarness.fresh())
                        .put("team", team.toString())
                        .put("timeZone", "Europe/Berlin")
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "daily")
                                        .put("start", "2026-01-05T20:00")
                                        .put("participants", new JsonArray(List.of(ana.toString())))));
        look(monday("07:30"));
        look(monday("08:01"));
        look(monday("08:30"));
        eventually(() -> house.notices(bea).size() == 1);
        assertThat(house.notices(bea)).extracting(NoticeRequest::kind).containsExactly("schedule.week");
        assertThat(house.notices(bea).getFirst().text()).contains("Ana Example");
    }
}
