package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those whose turn it is change places in every way there is, and each time a real alert finds the one who has it now. */
class OncallJourney {
    private static final String SCHEDULE = "Payments weekly";
    private static final int CLIMBING = 12;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(3);
    private static final Duration SECOND_DELAY = Duration.ofSeconds(5);

    @Test
    void overridesSwapsAndCoverPageWhoCameAndACrashTakesNoStepAndMakesNoneTwice(@TempDir Path directory) {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            var belfry = suite.up();
            var first = belfry.onCall(SCHEDULE);
            var second = belfry.somebodyElseThan(first);
            var third = belfry.somebodyElseThan(first, second);
            var onCall = belfry.theOneOnCall(SCHEDULE, "PT10M");
            var schedule = onCall.targetId();
            belfry.pageFor("Payments", onCall);

            belfry.created("overrides", now(second).put("schedule", schedule).put("replaces", first.id()));
            reaches(belfry, mail, 1, second);
            endOverrides(belfry, schedule);

            var cover = belfry.created("cover-requests", now(first).put("schedule", schedule));
            assertThat(belfry.onCall(SCHEDULE)).as("a request changes nothing").isEqualTo(first);
            done(belfry, "cover-requests/" + cover.getString("id") + "/take", new JsonObject().put("user", third.id()));
            reaches(belfry, mail, 2, third);
            endOverrides(belfry, schedule);

            var swap = belfry.created(
                    "swaps",
                    new JsonObject()
                            .put("schedule", schedule)
                            .put("give", now(first))
                            .put("take", next(belfry, schedule, second)));
            assertThat(belfry.onCall(SCHEDULE)).as("an offer changes nothing").isEqualTo(first);
            done(belfry, "swaps/" + swap.getString("id") + "/accept", new JsonObject());
            reaches(belfry, mail, 3, second);

            belfry.pageFor(
                    "Payments",
                    belfry.person(first, FIRST_DELAY.toString()),
                    belfry.person(second, SECOND_DELAY.toString()),
                    belfry.person(third, "PT1H"));
            var climbing = IntStream.range(0, CLIMBING).mapToLong(i -> 4 + i).toArray();
            for (var number : climbing) {
                assertThat(belfry.report("key-" + number, "Trouble " + number)).isEqualTo(202);
            }
            await("some have got to their second step")
                    .atMost(SOON)
                    .until(() -> !mail.mailTo(second, 4).isEmpty());
            suite.kill();
            climbedOnce(suite.up(), mail, climbing, List.of(first, second, third));
            // All that came later has been mailed, so a mail that went astray would be here by now.
            assertThat(Stream.of(first, third).flatMap(one -> mail.mailTo(one, 1).stream()))
                    .isEmpty();
            assertThat(Stream.of(first, second).flatMap(one -> mail.mailTo(one, 2).stream()))
                    .isEmpty();
            assertThat(Stream.of(first, third).flatMap(one -> mail.mailTo(one, 3).stream()))
                    .isEmpty();
        }
    }

    private static void done(Belfry belfry, String resource, JsonObject body) {
        var answer = belfry.send("POST", resource, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void endOverrides(Belfry belfry, String schedule) {
        belfry.items("overrides?schedule=" + schedule)
                .filter(override -> Instant.parse(override.getString("end")).isAfter(Instant.now()))
                .forEach(override -> assertThat(
                                belfry.send("DELETE", "overrides/" + override.getString("id"), new JsonObject())
                                        .status())
                        .isEqualTo(204));
    }

    private static void reaches(Belfry belfry, MailServer mail, long number, Person who) {
        assertThat(belfry.onCall(SCHEDULE)).isEqualTo(who);
        assertThat(belfry.report("key-" + number, "Trouble " + number)).isEqualTo(202);
        var incident = belfry.awaitIncident(number, "triggered");
        await("mail about #" + number + " to " + who.name())
                .atMost(SOON)
                .until(() -> !mail.mailTo(who, number).isEmpty());
        assertThat(belfry.paged(incident)).containsExactly("1 " + who.name());
    }

    /** Each incident has asked each person, in order, at no time too early; and each has had each mail once. */
    private static void climbedOnce(Belfry belfry, MailServer mail, long[] numbers, List<Person> people) {
        var delays = List.of(Duration.ZERO, FIRST_DELAY, SECOND_DELAY);
        for (var number : numbers) {
            var incident = belfry.awaitIncident(number, "triggered");
            var all = IntStream.range(0, people.size())
                    .mapToObj(i -> (i + 1) + " " + people.get(i).name())
                    .toList();
            await("all steps of #" + number)
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(belfry.paged(incident)).containsExactlyElementsOf(all));
            var times = new ArrayList<Instant>();
            belfry.pages(incident).forEach(page -> times.add(Instant.parse(page.getString("at"))));
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - 1), times.get(i)))
                        .as("step " + (i + 1) + " of #" + number)
                        .isGreaterThanOrEqualTo(delays.get(i));
            }
            for (var person : people) {
                await("mail about #" + number + " to " + person.name())
                        .atMost(SOON)
                        .until(() -> !mail.mailTo(person, number).isEmpty());
                var again = mail.mailTo(person, number);
                assertThat(again.subList(1, again.size()))
                        .as("only what was being sent at the crash may come again, and says so")
                        .allMatch(MailServer.Mail::admitsToBeARepeat);
            }
        }
    }

    /** The hour that has just begun, of that person. */
    private static JsonObject now(Person person) {
        var now = Instant.now();
        return part(person, now.minusSeconds(60), now.plusSeconds(3_600));
    }

    /** An hour of that person's next turn. */
    private static JsonObject next(Belfry belfry, String schedule, Person person) {
        var now = Instant.now();
        var turn = belfry.shifts(schedule, now, now.plus(Duration.ofDays(60))).stream()
                .filter(shift -> shift.getJsonArray("users").size() == 1
                        && shift.getJsonObject("user").getString("id").equals(person.id()))
                .findFirst()
                .orElseThrow();
        var start = Instant.parse(turn.getString("start"));
        return part(person, start, start.plusSeconds(3_600));
    }

    private static JsonObject part(Person person, Instant start, Instant end) {
        return new JsonObject()
                .put("user", person.id())
                .put("start", start.toString())
                .put("end", end.toString());
    }
}
