package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cover, swaps, calendars and the board as two people with browsers use them. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoverPagesIT {
    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private record Someone(UUID id, Browser browser) {}

    private Someone someone(String name) {
        String mail = fresh() + "@example.net";
        UUID id = house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", name)
                        .put("email", mail)
                        .put("role", "responder")
                        .put("timeZone", "Europe/Berlin")
                        .put("password", OncallHarness.PASSWORD));
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(mail, OncallHarness.PASSWORD, "/");
        eventually(() -> browser.get("/on-call").statusCode() == 200);
        return new Someone(id, browser);
    }

    private String cover(UUID schedule, String status) {
        return house.items("/api/v1/cover-requests?schedule=" + schedule).stream()
                .filter(one -> one.getString("status").equals(status))
                .map(one -> one.getString("id"))
                .findFirst()
                .orElse("");
    }

    @Test
    void oneAsksAndTheOtherTakesOneOffersAndTheOtherAccepts() {
        Someone ana = someone("Ana <Example>");
        Someone bea = someone("Bea Example");
        UUID schedule = house.schedule(ana.id(), bea.id());
        assertThat(ana.browser().get("/on-call/cover").bodyAsString())
                .contains("My next shifts", "/on-call/swaps/new?schedule=" + schedule)
                .doesNotContain("style=", "<select");
        assertThat(ana.browser().get("/on-call/cover/ask?schedule=" + schedule).bodyAsString())
                .contains("value=\"" + schedule + "\" selected");

        // Bea has the week of 7 January 2030, Ana the one after.
        Map<String, String> early = Map.of(
                "schedule",
                schedule.toString(),
                "start",
                "2030-01-07T10:00",
                "end",
                "2030-01-07T12:00",
                "note",
                "Dentist");
        var refused = ana.browser().post("/on-call/cover", "/on-call/cover", early);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString()).contains("not on call then").contains("2030-01-07T10:00");
        var asked = bea.browser().post("/on-call/cover", "/on-call/cover", early);
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(PlannerIT.flash(asked))
                .as("Ana is told, and has no contact method here")
                .contains("nobody could be told: those who could take it have no contact method");
        eventually(() -> house.notices(ana.id()).stream()
                .anyMatch(notice -> notice.kind().equals("cover.asked")
                        && notice.text().contains("Bea Example asks for cover")
                        && notice.text().contains("Dentist")));
        assertThat(house.notices(bea.id()).stream().map(notice -> notice.kind()))
                .doesNotContain("cover.asked");
        assertThat(ana.browser().get("/on-call/cover").bodyAsString())
                .contains("Bea Example")
                .contains("Dentist")
                .contains("Take it");
        String id = cover(schedule, "open");
        var own = bea.browser().post("/on-call/cover/" + id + "/take", "/on-call/cover", Map.of());
        assertThat(own.statusCode()).isEqualTo(303);
        assertThat(cover(schedule, "open")).isEqualTo(id);
        ana.browser().post("/on-call/cover/" + id + "/take", "/on-call/cover", Map.of());
        assertThat(cover(schedule, "taken")).isEqualTo(id);

        Map<String, String> offer = Map.of(
                "schedule", schedule.toString(),
                "start", "2030-01-14T10:00",
                "end", "2030-01-14T12:00",
                "user", bea.id().toString(),
                "theirStart", "2030-01-08T10:00",
                "theirEnd", "2030-01-08T12:00");
        assertThat(ana.browser().post("/on-call/swaps", "/on-call/cover", offer).statusCode())
                .isEqualTo(303);
        assertThat(bea.browser().get("/on-call/cover").bodyAsString())
                .contains("Ana &lt;Example&gt;")
                .contains("Accept");
        String swap =
                house.items("/api/v1/swaps?schedule=" + schedule).getFirst().getString("id");
        bea.browser().post("/on-call/swaps/" + swap + "/accept", "/on-call/cover", Map.of());
        assertThat(house.items("/api/v1/swaps?schedule=" + schedule).getFirst().getString("status"))
                .isEqualTo("accepted");
        assertThat(bea.browser()
                        .post("/on-call/swaps/nonsense/accept", "/on-call/cover", Map.of())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void theBoardAndTheAddressesOfCalendarsAreAClickAway() {
        Someone ana = someone("Ana <Example>");
        UUID schedule = house.schedule(ana.id());
        assertThat(ana.browser().get("/on-call").bodyAsString())
                .contains("href=\"/on-call/board\"")
                .contains("Subscribe to my shifts");
        assertThat(ana.browser().get("/on-call/board").bodyAsString())
                .contains("Ana &lt;Example&gt;")
                .contains("until further notice")
                .doesNotContain("style=");
        assertThat(ana.browser().get("/on-call/now").bodyAsString())
                .contains("id=\"on-call-now\"", "Ana &lt;Example&gt;", "My next shifts")
                .containsPattern("\\w{3} \\d+ \\w{3} \\d\\d:\\d\\d to \\w{3}")
                .doesNotContain("style=");
        assertThat(someone("Somebody else").browser().get("/on-call/now").bodyAsString())
                .contains("You are not on call in the next 14 days.");
        assertThat(ana.browser().get("/on-call/board?team=" + UUID.randomUUID()).bodyAsString())
                .contains("There is no schedule here");
        var feed = ana.browser()
                .post("/on-call/calendar", "/on-call", Map.of("kind", "schedule", "subject", schedule.toString()));
        assertThat(feed.statusCode()).isEqualTo(200);
        assertThat(feed.bodyAsString()).contains("/calendar/").contains(".ics").contains(".json");
        assertThat(ana.browser()
                        .post(
                                "/on-call/calendar",
                                "/on-call",
                                Map.of(
                                        "kind",
                                        "schedule",
                                        "subject",
                                        UUID.randomUUID().toString()))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void somebodySaysThatTheyAreAwayAndFollowsACalendarOfTheirs() {
        Someone ana = someone("Ana <Example>");
        UUID schedule = house.schedule(ana.id());
        String path = "/on-call/away";
        assertThat(ana.browser().get(path).bodyAsString())
                .contains("You are not away", "<title>Time off", path + "/new", path + "/calendars/new")
                .doesNotContain("style=", "datetime-local");
        assertThat(ana.browser().get(path + "/new").bodyAsString()).contains("Add time off", "Europe/Berlin");
        assertThat(ana.browser().get(path + "/calendars/new").bodyAsString()).contains("Follow a calendar");
        String from = LocalDate.now(ZoneOffset.UTC).plusDays(9) + "T09:00";
        String until = LocalDate.now(ZoneOffset.UTC).plusDays(10) + "T09:00";
        var refused = ana.browser().post(path, path, Map.of("start", until, "end", from, "reason", "<Wedding>"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString()).contains("not after the start").contains("Wedding");
        ana.browser().post(path, path, Map.of("start", from, "end", until, "reason", "<Wedding>"));
        assertThat(ana.browser().get(path).bodyAsString())
                .contains("&lt;Wedding&gt;")
                .contains("Remove");
        assertThat(cover(schedule, "open")).isNotEmpty();
        assertThat(ana.browser().get("/on-call/cover").bodyAsString())
                .contains("Withdraw")
                .doesNotContain("Wedding");
        String id = house.items("/api/v1/absences?user=" + ana.id()).getFirst().getString("id");
        ana.browser().post(path + "/" + id + "/remove", path, Map.of());
        assertThat(cover(schedule, "open")).isEmpty();

        var wrong = ana.browser().post(path + "/calendars", path, Map.of("name", "Mine", "url", "ftp://example.net"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        ana.browser().post(path + "/calendars", path, Map.of("name", "Mine", "url", "http://127.0.0.1:1/s3cret.ics"));
        assertThat(ana.browser().get(path).bodyAsString())
                .contains("Mine")
                .contains("could not be fetched")
                .doesNotContain("s3cret");
        String calendar = house.items("/api/v1/absence-calendars?user=" + ana.id())
                .getFirst()
                .getString("id");
        ana.browser().post(path + "/calendars/" + calendar + "/remove", path, Map.of());
        assertThat(house.items("/api/v1/absence-calendars?user=" + ana.id())).isEmpty();
    }

    @Test
    void anAbsenceFromAnHourThatComesTwiceAsksWhichAndFromOneThatNeverComesIsRefused() {
        Someone ana = someone("Ana Foldaway");
        String path = "/on-call/away";
        LocalDate back = change(Instant.now(), false);
        String twice = back + "T02:30";
        var asked = ana.browser().post(path, path, Map.of("start", twice, "end", back + "T06:00"));
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.bodyAsString())
                .contains("show this time again", "value=\"" + twice + "+02:00\"", "value=\"" + twice + "+01:00\"");
        assertThat(house.items("/api/v1/absences?user=" + ana.id())).isEmpty();
        assertThat(ana.browser()
                        .post(path, path, Map.of("start", twice + "+01:00", "end", back + "T06:00"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(house.items("/api/v1/absences?user=" + ana.id()).getFirst().getString("start"))
                .as("the second half past two")
                .isEqualTo(back + "T01:30:00Z");

        LocalDate forward = change(Instant.now(), true);
        var never = ana.browser().post(path, path, Map.of("start", forward + "T02:30", "end", forward + "T06:00"));
        assertThat(never.statusCode()).isEqualTo(422);
        assertThat(never.bodyAsString())
                .contains("clocks of Europe/Berlin go from 02:00 to 03:00", "Choose another time");
    }

    @Test
    void aSwapFromAnHourThatComesTwiceAsksWhich() {
        Someone ana = someone("Ana Twofold");
        Someone bea = someone("Bea Twofold");
        UUID schedule = house.schedule(ana.id(), bea.id());
        LocalDate back = change(Instant.parse("2030-01-01T00:00:00Z"), false);
        String twice = back + "T02:30";
        var there = house.items("/api/v1/oncall?schedule=" + schedule + "&at=" + back + "T00:30:00Z")
                .getFirst()
                .getJsonObject("user")
                .getString("id");
        boolean first = there.equals(ana.id().toString());
        Someone gives = first ? ana : bea;
        Someone takes = first ? bea : ana;
        // Each has a week at a time, so a week later it is the other's.
        Map<String, String> offer = new HashMap<>(Map.of(
                "schedule",
                schedule.toString(),
                "start",
                twice,
                "end",
                back + "T06:00",
                "user",
                takes.id().toString(),
                "theirStart",
                back.plusDays(8) + "T02:30",
                "theirEnd",
                back.plusDays(8) + "T06:00"));
        var asked = gives.browser().post("/on-call/swaps", "/on-call/cover", offer);
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.bodyAsString())
                .contains("show this time again", "value=\"" + twice + "+02:00\"", "value=\"" + twice + "+01:00\"");
        assertThat(house.items("/api/v1/swaps?schedule=" + schedule)).isEmpty();
        offer.put("start", twice + "+01:00");
        assertThat(gives.browser()
                        .post("/on-call/swaps", "/on-call/cover", offer)
                        .statusCode())
                .isEqualTo(303);
        assertThat(house.items("/api/v1/swaps?schedule=" + schedule)
                        .getFirst()
                        .getJsonObject("give")
                        .getString("start"))
                .as("the second half past two")
                .isEqualTo(back + "T01:30:00Z");
    }

    /** The day on which the clocks of Berlin go forward, or back, next. */
    private static LocalDate change(Instant from, boolean gap) {
        var next = ZoneId.of("Europe/Berlin").getRules().nextTransition(from);
        return next.isGap() == gap
                ? LocalDate.ofInstant(next.getInstant(), ZoneOffset.UTC)
                : change(next.getInstant(), gap);
    }
}
