package dev.belfry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Belfry is for: a real Alertmanager fires, and the right people know until somebody has it and it is over. */
class FirstPageJourney {
    private static final String SCHEDULE = "Payments weekly";
    private static final String SUMMARY = "Every second payment fails";
    private static final Map<String, String> ALERT =
            Map.of("alertname", "PaymentsFail", "severity", "critical", "instance", "pay1.example.com");

    private static final double PATIENCE_MS = SOON.toMillis();

    @Test
    void anAlertReachesTheOneOnCallThenTheNextOneAndEverybodySeesHowItEnds(@TempDir Path directory) {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail);
                var browser = Browser.start()) {
            var belfry = suite.up();
            var first = belfry.onCall(SCHEDULE);
            var second = belfry.somebodyElseThan(first);
            belfry.pageFor("Payments", belfry.theOneOnCall(SCHEDULE, "PT3S"), belfry.person(second, "PT10M"));

            followsIncidents(belfry, "Checkout");
            var statusPage = browser.open(Browser.Window.DESK);
            statusPage.navigate(belfry.publicStatusPage());
            see(statusPage, "All systems operational");

            var console = browser.open(Browser.Window.DESK);
            Browser.signIn(console, belfry, "admin@example.net", suite.printedPassword());
            try (var alertmanager = AlertmanagerProcess.start(directory, configuration(console, belfry))) {
                alertmanager.fire(ALERT, SUMMARY);

                var incident = belfry.awaitIncident(1, "triggered");
                var firstMail = mail.awaitMailTo(first, SOON);
                assertThat(firstMail.subject()).contains("#1").contains(SUMMARY).contains("Payments");
                see(statusPage, "Major outage: Checkout");

                // Nobody acknowledges.
                var secondMail = mail.awaitMailTo(second, SOON);
                assertThat(secondMail.text()).contains("step 2").contains("instance: " + ALERT.get("instance"));
                acknowledge(belfry, secondMail.acknowledgeLink());
                belfry.awaitIncident(1, "acknowledged");
                assertThat(firstMail.acknowledgeLink()).isNotEqualTo(secondMail.acknowledgeLink());

                alertmanager.resolve(ALERT, SUMMARY);
                belfry.awaitIncident(1, "resolved");
                see(statusPage, "All systems operational");
                timelineTellsItAll(belfry, incident, first, second);
                assertThat(mail.all()).as("one mail for each page").hasSize(2);
                await("everyone who was paged gets the resolved mail")
                        .atMost(SOON)
                        .untilAsserted(() -> {
                            assertThat(mail.overTo(first)).hasSize(1);
                            assertThat(mail.overTo(second)).hasSize(1);
                        });
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** What the integration's page offers for pasting, with waiting times for impatient people. */
    private static String configuration(Page console, Belfry belfry) {
        console.navigate(belfry.console() + "/services");
        for (var link : List.of("Payments", "Monitoring", "Show the key")) {
            console.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(link).setExact(true))
                    .first()
                    .click();
        }
        var snippet = console.locator("pre.snippet")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("webhook_configs"))
                .first()
                .textContent();
        assertThat(snippet).contains(belfry.ingest() + "/v1/webhooks/alertmanager/" + belfry.routingKey());
        return snippet.stripTrailing() + "\n  group_wait: 100ms\n  group_interval: 500ms\n  repeat_interval: 1h\n";
    }

    /** Customers are shown an incident only where a person switched that on. */
    private static void followsIncidents(Belfry belfry, String name) {
        var component = belfry.read("components").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
        var changed = new JsonObject()
                .put("statusPage", component.getString("statusPage"))
                .put("name", name)
                .put("status", "operational")
                .put("services", component.getJsonArray("services"))
                .put("followsIncidents", true);
        var answer = belfry.send("PUT", "components/" + component.getString("id"), changed);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** A page that is open all the time shows it without being reloaded. */
    private static void see(Page statusPage, String sentence) {
        assertThat(statusPage.locator("main h1"))
                .hasText(sentence, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
    }

    /** A mail program that looks at links changes nothing; the person who presses the button does. */
    private static void acknowledge(Belfry belfry, String link) {
        var phone = new Http();
        var shown = phone.get(link);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(phone.get(link).status()).isEqualTo(200);
        assertThat(belfry.incident(1).orElseThrow().status()).isEqualTo("triggered");

        assertThat(phone.submit(link, Map.of("csrf", "forged")).status()).isEqualTo(403);
        var csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(shown.body());
        assertThat(csrf.find()).isTrue();
        var answer = phone.submit(link, Map.of("csrf", csrf.group(1)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void timelineTellsItAll(Belfry belfry, Incident incident, Person first, Person second) {
        var chapters = List.of(
                "Opened by",
                "Step 1 paged " + first.name(),
                "Step 2 paged " + second.name(),
                "Acknowledged by " + second.name(),
                "Resolved: every alert was resolved by its sender");
        await("the timeline").atMost(SOON).untilAsserted(() -> {
            var texts =
                    belfry.timeline(incident).stream().map(Belfry.Entry::text).toList();
            assertThat(texts)
                    .anySatisfy(text -> assertThat(text).contains(first.name()).containsIgnoringCase("mail"));
            assertThat(texts.stream()
                            .filter(text -> chapters.stream().anyMatch(text::startsWith))
                            .map(text -> chapters.stream()
                                    .filter(text::startsWith)
                                    .findFirst()
                                    .orElseThrow()))
                    .as(texts.toString())
                    .containsExactlyElementsOf(chapters);
        });
    }
}
