package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.paging.escalation.PageCountStore;
import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.handoff.HandoffSweep;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
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
        var schedules = new ScheduleQueries(database, clock);
        var coverage = new CoverageQueries(
                database,
                schedules,
                new ContactStatuses(),
                (times, zone) -> PageCountStore.count(database::query, times, zone),
                clock);
        new HandoffSweep(database, schedules, coverage, Settings.COVERAGE_AHEAD, clock)
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
        eventually(() -> begins(ana).size() + begins(bea).size() > 0);
        // Each look was awaited: whatever would be told twice is in the outbox before this.
        look(monday("08:59"));
        var marker = house.user("Marker Example");
        eventually(() -> house.directory("user:" + marker).isPresent());
        assertThat(begins(ana).size() + begins(bea).size()).isEqualTo(1);
        var told = begins(ana).isEmpty() ? begins(bea) : begins(ana);
        assertThat(told.getFirst().text()).contains("db-7 is flaky");
        assertThat(house.items("/api/v1/audit-entries?action=handoff-note&object=" + schedule))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getString("action")).isEqualTo("handoff-note.left"));
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

    private List<NoticeRequest> of(UUID person, String kind) {
        return house.notices(person).stream()
                .filter(notice -> notice.kind().equals(kind))
                .toList();
    }

    private List<NoticeRequest> begins(UUID person) {
        return of(person, "shift.begins");
    }

    @Test
    void whoLeadsTheTeamIsToldOnceWhatTheDaysAheadLackAndAgainWhenItChanges() {
        var ana = house.user("Ana Example");
        var lead = house.user("Lea Example");
        UUID team = house.create(
                "/api/v1/teams",
                new JsonObject()
                        .put("name", "Payments " + OncallHarness.fresh())
                        .put("members", new JsonArray(List.of(lead.toString())))
                        .put("roles", new JsonObject().put(lead.toString(), "manager")));
        var schedule = house.create(
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
        look(monday("08:01"));
        eventually(() -> of(lead, "schedule.coverage").size() == 1);
        assertThat(of(lead, "schedule.coverage").getFirst().text())
                .contains("Ana Example has no contact method and cannot be paged");
        var day = java.time.Duration.ofDays(1);
        look(monday("08:01").plus(day));
        house.create(
                "/api/v1/overrides",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("kind", "vacate")
                        .put("start", monday("12:00").plus(day.multipliedBy(5)).toString())
                        .put("end", monday("13:00").plus(day.multipliedBy(5)).toString()));
        look(monday("08:01").plus(day.multipliedBy(2)));
        look(monday("08:30").plus(day.multipliedBy(2)));
        eventually(() -> of(lead, "schedule.coverage").size() >= 2);
        assertThat(of(lead, "schedule.coverage")).hasSize(2);
        assertThat(of(lead, "schedule.coverage").get(1).text())
                .containsPattern("Nobody is on call from Sat .* 12:00 .*\\.\n")
                .contains("(told before)");
    }

    @Test
    void whoseShiftSomebodyElseChangesHearsOfItWhateverChangedIt() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        var cid = house.user("Cid Example");
        var schedule = house.schedule(ana);
        var start = Instant.now().plus(java.time.Duration.ofDays(2)).truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        var span = new JsonObject()
                .put("schedule", schedule.toString())
                .put("start", start.toString())
                .put("end", start.plusSeconds(7_200).toString());

        var override = house.create("/api/v1/overrides", span.copy().put("user", bea.toString()));
        eventually(() ->
                of(ana, "shift.changed").size() == 1 && of(bea, "shift.changed").size() == 1);
        house.send(HttpMethod.DELETE, "/api/v1/overrides/" + override, null, Map.of());
        eventually(() ->
                of(ana, "shift.changed").size() == 2 && of(bea, "shift.changed").size() == 2);

        house.create(
                "/api/v1/temporary-schedules",
                span.copy()
                        .put("mode", "fill")
                        .put(
                                "shifts",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("user", cid.toString())
                                                .put("start", span.getString("start"))
                                                .put("end", span.getString("end")))));
        eventually(() -> of(cid, "shift.changed").size() == 1);
        var cover = house.create(
                "/api/v1/cover-requests",
                span.copy()
                        .put("user", ana.toString())
                        .put("start", start.plusSeconds(10_800).toString())
                        .put("end", start.plusSeconds(14_400).toString()));
        house.send(
                HttpMethod.POST,
                "/api/v1/cover-requests/" + cover + "/take",
                new JsonObject().put("user", bea.toString()),
                Map.of());
        eventually(() -> of(bea, "shift.changed").size() == 3);

        // Further away than two weeks, and where nothing changes for anybody: no word.
        var far = start.plus(java.time.Duration.ofDays(20));
        house.create(
                "/api/v1/overrides",
                span.copy()
                        .put("user", bea.toString())
                        .put("start", far.toString())
                        .put("end", far.plusSeconds(60).toString()));
        house.send(HttpMethod.DELETE, "/api/v1/schedules/" + schedule, null, Map.of());
        eventually(() -> of(cid, "shift.changed").size() == 2);
        eventually(() -> of(bea, "shift.changed").size() == 4);
        assertThat(of(bea, "shift.changed").getLast().text()).contains("You are not on call there");
    }

    @Test
    void onesOwnRemindersAreAsOneWishes() {
        var ana = house.user("Ana Example");
        var at = "/api/v1/users/" + ana + "/reminders";
        assertThat(house.get(at).bodyAsJsonObject().getJsonArray("before")).containsExactly("PT1H");
        var set = house.send(
                HttpMethod.PUT,
                at,
                new JsonObject().put("before", new JsonArray().add("PT24H").add("PT15M")),
                Map.of());
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(house.get(at).bodyAsJsonObject().getJsonArray("before")).containsExactly("PT15M", "PT24H");
        var odd = house.send(HttpMethod.PUT, at, new JsonObject().put("before", new JsonArray().add("PT2H")), Map.of());
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(house.get("/api/v1/users/" + UUID.randomUUID() + "/reminders")
                        .statusCode())
                .isEqualTo(404);
        var schedule = house.schedule(ana, house.user("Bea Example"));
        house.create(
                "/api/v1/overrides",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("kind", "add")
                        .put("user", ana.toString())
                        .put("start", monday("12:00").plusSeconds(86_400).toString())
                        .put("end", monday("14:00").plusSeconds(86_400).toString()));
        look(monday("12:00"));
        look(monday("11:45").plusSeconds(86_400));
        eventually(() -> begins(ana).stream()
                        .filter(notice -> notice.subject().contains("12:00"))
                        .count()
                == 2);
    }
}
