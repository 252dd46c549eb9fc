package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
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
            for (int number = 1; number <= 4; number++) {
                assertThat(belfry.report("key-" + number, "Trouble " + number)).isEqualTo(202);
            }
            await("the first is paged about all four")
                    .atMost(SOON)
                    .until(() ->
                            belfry.incidents().size() == 4 && mail.mailTo(first).size() >= 1);

            suite.signal("kafka", "STOP");
            try {
                var acknowledged = belfry.awaitIncident(1, "triggered");
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
            assertThat(belfry.report("key-5", "Trouble 5")).isEqualTo(202);
            var last = belfry.awaitIncident(5, "triggered");
            await("a new incident is paged as ever")
                    .atMost(SOON)
                    .until(() -> belfry.deliveries(last).stream()
                            .anyMatch(delivery -> delivery.getString("status").equals("sent")));

            await("each step of the others was taken once").atMost(SOON).untilAsserted(() -> {
                for (int number = 2; number <= 4; number++) {
                    assertThat(belfry.paged(belfry.awaitIncident(number, "triggered")))
                            .containsExactly("1 " + first.name(), "2 " + second.name(), "3 " + third.name());
                }
            });
            var acknowledged = belfry.awaitIncident(1, "acknowledged");
            assertThat(belfry.paged(acknowledged)).containsExactly("1 " + first.name());
            assertThat(mail.mailTo(second, 1)).isEmpty();
            assertThat(mail.mailTo(third, 1)).isEmpty();
            assertThat(mail.all()).noneMatch(MailServer.Mail::admitsToBeARepeat);
        }
    }
}
