package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responders write once: stakeholders and customers read it, each in the words that are for them. */
class StatusPostJourney {
    @Test
    void anUpdateReachesTheStatusPageAndALaterOneClosesThePost(@TempDir Path directory) {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail)) {
            var belfry = suite.up();
            var component = Belfry.objects(belfry.read("components").getJsonArray("items"))
                    .findFirst()
                    .orElseThrow();
            var name = component.getString("name");
            assertThat(belfry.report("posted", "acquirer-2 answers 502")).isEqualTo(202);
            var incident = belfry.awaitIncident(1, "triggered");
            var post = new JsonObject()
                    .put("page", component.getString("statusPage"))
                    .put("title", "Some payments fail")
                    .put("text", "A third of payments fail. We are on it.")
                    .put("impact", "major")
                    .put("components", new JsonObject().put(component.getString("id"), "partial_outage"));
            var update = new JsonObject()
                    .put("text", "acquirer-2 is down, we move over")
                    .put("statusPage", post);
            // What stands on the page takes a moment to be known.
            await("the update is sent")
                    .atMost(SOON)
                    .until(() -> belfry.send("POST", updates(incident), update).status() == 201);
            await("customers read it").atMost(SOON).untilAsserted(() -> {
                assertThat(belfry.publicPage())
                        .contains("Some payments fail", "A third of payments fail. We are on it.")
                        .doesNotContain("acquirer-2");
                assertThat(belfry.shown(name)).isEqualTo("partial_outage");
            });
            await("its author reads where")
                    .atMost(SOON)
                    .until(() -> belfry.timeline(incident).stream()
                            .anyMatch(entry -> entry.text().startsWith("Posted on the status page")));

            var over = new JsonObject()
                    .put("text", "Payments work again.")
                    .put(
                            "statusPage",
                            new JsonObject()
                                    .put("page", component.getString("statusPage"))
                                    .put("stage", "resolved"));
            belfry.created(updates(incident), over);
            await("customers read that it is over").atMost(SOON).untilAsserted(() -> {
                assertThat(belfry.shown(name)).isEqualTo("operational");
                assertThat(belfry.items("status-incidents").toList())
                        .filteredOn(one -> one.getString("name").equals("Some payments fail"))
                        .singleElement()
                        .satisfies(one -> assertThat(one.getString("status")).isEqualTo("resolved"));
            });
        }
    }

    private static String updates(Incident incident) {
        return "incidents/" + incident.id() + "/updates";
    }
}
