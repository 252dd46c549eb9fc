package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The whole suite while clocks are put forward and back in Berlin, with a hand-off at half past two: what the API says,
 * what a calendar draws and whom a page reaches are the same, and an escalation that climbs meanwhile keeps its pace.
 */
class DaylightJourney {
    /** Both change at one o'clock UTC. */
    private static final Instant FORWARD = Instant.parse("2027-03-28T01:00:00Z");

    private static final Instant BACK = Instant.parse("2027-10-31T01:00:00Z");
    /** More than the suite needs to start. */
    private static final Duration AHEAD = Duration.ofSeconds(85);

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(14);
    private static final Duration PRECISE = Duration.ofMillis(1_500);

    /** One suite with a hand-off every night, from the first of two people to the second on the night of the change. */
    private record House(
            Belfry belfry,
            MailServer mail,
            ShiftedClock clock,
            String schedule,
            String feed,
            Person first,
            Person second) {
        /** Reports something, and waits until its first step has been sent to these and nobody else. */
        Incident alert(long number, Person... people) {
            await("the alert is accepted").atMost(SOON).until(() -> accepted(number));
            var incident = belfry.awaitIncident(number, "triggered");
            awaitPaged(incident, 1, people);
            return incident;
        }

        /** As a good sender does: where a leap of the clock ended the connection, it is sent again with its key. */
        private boolean accepted(long number) {
            try {
                return belfry.report("key-" + number, "Trouble " + number) == 202;
            } catch (Http.NoAnswer gone) {
                return false;
            }
        }

        void awaitPaged(Incident incident, int step, Person... people) {
            var names =
                    List.of(people).stream().map(one -> step + " " + one.name()).toList();
            // A leap reaches the processes one by one: a request between them may be answered with 504.
            await("step " + step + " of #" + incident.number() + " pages " + names)
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(belfry.paged(incident)).containsAll(names));
            for (var person : List.of(people)) {
                await("mail to " + person.name())
                        .atMost(SOON)
                        .until(() -> mail.mailTo(person, incident.number()).stream()
                                .anyMatch(one -> one.text().contains("step " + step)));
            }
        }

        /** Both steps were made, each once, and the second one when its time had come. */
        void keptItsPace(Incident incident, List<String> steps) {
            assertThat(belfry.paged(incident)).containsExactlyInAnyOrderElementsOf(steps);
            var pages = belfry.pages(incident);
            var begun = Instant.parse(pages.getFirst().getString("at"));
            for (var page : pages) {
                var due = page.getInteger("step") == 1 ? begun : begun.plus(STEP);
                assertThat(Instant.parse(page.getString("at")))
                        .as("neither early nor late: " + page.encode())
                        .isBetween(due.minusMillis(100), due.plus(PRECISE));
            }
            assertThat(mail.all().stream().filter(one -> one.subject().contains("#" + incident.number() + " ")))
                    .as("a mail for each page")
                    .hasSize(steps.size());
        }

        /** What a calendar program and the API are told about the hand-off. */
        void agree(Instant comes, Instant goes) {
            var shifts = belfry.shifts(schedule, comes.minusSeconds(7_200), goes.plusSeconds(7_200));
            assertThat(starts(shifts, second)).as(shifts.toString()).isEqualTo(comes);
            assertThat(ends(shifts, first)).as(shifts.toString()).isEqualTo(goes);
            var calendar = new Http().get(feed);
            assertThat(calendar.status()).isEqualTo(200);
            assertThat(event(calendar.body(), second, "DTSTART")).contains(stamp(comes));
            assertThat(event(calendar.body(), first, "DTEND")).contains(stamp(goes));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whereTheHourOfTheHandOffDoesNotExistTheNextOneComesAtItsEnd(@TempDir Path directory) {
        over(FORWARD, directory, (house, change) -> {
            house.agree(change, change);
            var climbing = house.alert(1, house.first());
            assertThat(house.clock().now()).isBefore(change);
            house.clock().awaitUntil(change);
            house.awaitPaged(climbing, 2, house.second());
            house.keptItsPace(
                    climbing,
                    List.of("1 " + house.first().name(), "2 " + house.second().name()));
            house.alert(2, house.second());
            house.agree(change, change);
            assertThat(house.mail().mailTo(house.first())).hasSize(1);
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whereItComesTwiceTheHandOffIsAtTheFirstAndNotAgainAtTheSecond(@TempDir Path directory) {
        var first = BACK.minusSeconds(1_800);
        var second = BACK.plusSeconds(1_800);
        over(BACK, directory, (house, change) -> {
            house.agree(first, first);
            var climbing = house.alert(1, house.second());
            assertThat(house.clock().now()).isBefore(change);
            house.clock().awaitUntil(change);
            house.awaitPaged(climbing, 2, house.second());
            house.keptItsPace(
                    climbing,
                    List.of("1 " + house.second().name(), "2 " + house.second().name()));
            house.clock().leap(second);
            house.alert(2, house.second());
            house.agree(first, first);
            assertThat(house.mail().mailTo(house.first())).isEmpty();
        });
    }

    /** Starts the suite a while before the change, and takes its clocks to seconds before it when all is ready. */
    private static void over(Instant change, Path directory, BiConsumer<House, Instant> journey) {
        var clock = ShiftedClock.at(directory, change.minus(AHEAD));
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data"))
                        .sendingMailTo(mail)
                        .by(clock)) {
            var belfry = suite.up();
            var first = belfry.onCall("Payments weekly");
            var second = belfry.somebodyElseThan(first);
            var schedule = schedule(belfry, change, first, second);
            var onCall = new Belfry.Step(STEP.toString(), "schedule", schedule);
            belfry.pageFor("Payments", onCall, new Belfry.Step("PT1H", "schedule", schedule));
            var feed = belfry.created(
                            "calendar-feeds",
                            new JsonObject().put("kind", "schedule").put("subject", schedule))
                    .getString("url");
            assertThat(clock.now()).as("all is ready in time").isBefore(change.minus(BEFORE));
            clock.approach(change.minus(BEFORE));
            journey.accept(new House(belfry, mail, clock, schedule, feed, first, second), change);
        }
    }

    private static String schedule(Belfry belfry, Instant change, Person first, Person second) {
        var rotation = new JsonObject()
                .put("unit", "daily")
                .put(
                        "start",
                        LocalDate.ofInstant(change, java.time.ZoneOffset.UTC).minusDays(1) + "T02:30")
                .put("participants", new JsonArray().add(first.id()).add(second.id()));
        return belfry.created(
                        "schedules",
                        new JsonObject()
                                .put("name", "Nights")
                                .put("timeZone", "Europe/Berlin")
                                .put("rotation", rotation))
                .getString("id");
    }

    private static Instant starts(List<JsonObject> shifts, Person person) {
        return Instant.parse(with(shifts, person).getFirst().getString("start"));
    }

    private static Instant ends(List<JsonObject> shifts, Person person) {
        return Instant.parse(with(shifts, person).getLast().getString("end"));
    }

    private static List<JsonObject> with(List<JsonObject> shifts, Person person) {
        return shifts.stream()
                .filter(shift -> shift.getJsonArray("users").stream()
                        .anyMatch(user -> ((JsonObject) user).getString("id").equals(person.id())))
                .toList();
    }

    /** All values that a line of this name has in the events of a person. */
    private static List<String> event(String calendar, Person person, String line) {
        return Pattern.compile("BEGIN:VEVENT.*?END:VEVENT", Pattern.DOTALL)
                .matcher(calendar)
                .results()
                .map(java.util.regex.MatchResult::group)
                .filter(event -> event.contains("SUMMARY:" + person.name()))
                .flatMap(event -> event.lines()
                        .filter(one -> one.startsWith(line + ":"))
                        .map(one -> one.substring(line.length() + 1)))
                .toList();
    }

    private static String stamp(Instant at) {
        return at.toString().replaceAll("[-:]", "");
    }
}
