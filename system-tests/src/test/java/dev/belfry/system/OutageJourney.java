package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka freezes in the middle of running escalations: they go on, acknowledges hold, and its return changes nothing. */
class OutageJourney {
    @Test
    void escalationsAcknowledgesAndPagesGoOnWhileKafkaIsFrozen(@TempDir Path directory) {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            var belfry = suite.up();
            var first = belfry.onCall("Payments weekly");
            var second = belfry.somebodyElseThan(first);
            var third = belfry.somebodyElseThan(first, second);
            belfry.pageFor(
                    "Payments",
                    belfry.person(first, "PT10S"),
                    belfry.person(second, "PT6S"),
                    belfry.person(third, "PT1H"));
            assertThat(belfry.report("key-1", "Trouble 1")).isEqualTo(202);
            var firstMail = mail.awaitMailTo(first, SOON);
            for (int number = 2; number <= 5; number++) {
                assertThat(belfry.report("key-" + number, "Trouble " + number)).isEqualTo(202);
            }
            await("all five are there")
                    .atMost(SOON)
                    .until(() ->
                            belfry.incidents().size() == 5 && mail.mailTo(first).size() >= 2);

            suite.signal("kafka", "STOP");
            try {
                assertThat(press(firstMail.acknowledgeLink()))
                        .as("the link says what became of it")
                        .contains("acknowledged by " + first.name());
                var acknowledged = belfry.awaitIncident(2, "triggered");
                assertThat(belfry.send("POST", "incidents/" + acknowledged.id() + "/acknowledge", new JsonObject())
                                .status())
                        .isEqualTo(200);
                await("the second and third steps are taken while Kafka is frozen")
                        .atMost(SOON)
                        .until(() -> !mail.mailTo(second).isEmpty()
                                && !mail.mailTo(third).isEmpty());
            } finally {
                suite.signal("kafka", "CONT");
            }
            assertThat(belfry.report("key-6", "Trouble 6")).isEqualTo(202);
            var last = belfry.awaitIncident(6, "triggered");
            await("a new incident is paged as ever")
                    .atMost(SOON)
                    .until(() -> belfry.deliveries(last).stream()
                            .anyMatch(delivery -> delivery.getString("status").equals("sent")));

            await("each step of the others was taken once").atMost(SOON).untilAsserted(() -> {
                for (int number = 3; number <= 5; number++) {
                    assertThat(belfry.paged(belfry.awaitIncident(number, "triggered")))
                            .containsExactly("1 " + first.name(), "2 " + second.name(), "3 " + third.name());
                }
            });
            for (int number = 1; number <= 2; number++) {
                var acknowledged = belfry.awaitIncident(number, "acknowledged");
                assertThat(belfry.paged(acknowledged)).containsExactly("1 " + first.name());
                assertThat(mail.mailTo(second, number)).isEmpty();
                assertThat(mail.mailTo(third, number)).isEmpty();
            }
            assertThat(mail.all()).noneMatch(MailServer.Mail::admitsToBeARepeat);
        }
    }

    /** Opens the link and presses its button; answers the page that says what became of it. */
    private static String press(String link) {
        var phone = new Http();
        var csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"")
                .matcher(phone.get(link).body());
        assertThat(csrf.find()).isTrue();
        return phone.submit(link, Map.of("csrf", csrf.group(1))).body();
    }
}
