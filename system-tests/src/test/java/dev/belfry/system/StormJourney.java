package dev.belfry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.system.Browser.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a storm of alerts to what is learned from it, with a real sender, a real mail server and a real browser. */
class StormJourney {
    private static final int ALERTS = 3_000;
    private static final String PASSWORD = "four sleepy night owls";

    @Test
    void aStormOfThreeThousandAlertsIsOnePageOneResponseAndOnePostmortem(@TempDir Path directory) throws Exception {
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail);
                var browser = Browser.start()) {
            var belfry = suite.up();
            var cora = belfry.newPerson("Cora Commander", "cora@example.net", "responder", PASSWORD);
            var hana = belfry.newPerson("Hana Helpdesk", "hana@example.net", "viewer", PASSWORD);
            belfry.reachedByMail(cora);
            belfry.reachedByMail(hana);
            thePeopleArePrepared(belfry, cora, hana);

            var configuration = """
                    route:
                      receiver: belfry
                      group_by: [cluster]
                      group_wait: 100ms
                      group_interval: 500ms
                      repeat_interval: 1h
                    receivers:
                      - name: belfry
                        webhook_configs:
                          - url: %s/v1/webhooks/alertmanager/%s
                    """.formatted(belfry.ingest(), belfry.routingKey());
            var storm = IntStream.range(0, ALERTS)
                    .mapToObj(node -> Map.of(
                            "alertname",
                            "NodeDown",
                            "severity",
                            "critical",
                            "cluster",
                            "eu-1",
                            "instance",
                            "node-" + node))
                    .toList();
            var sender = Files.createDirectories(directory.resolve("alertmanager"));
            try (var alertmanager = AlertmanagerProcess.start(sender, configuration)) {
                alertmanager.fire(storm, "Node down in eu-1");
                awaitAlerts(belfry, ALERTS);
                assertThat(belfry.incidents()).as("one storm, one incident").hasSize(1);
                var page = mail.awaitMailTo(cora, SOON);

                var window = browser.open(Window.DESK);
                sheAcknowledgesFromHerMail(window, belfry, page);
                sheLeadsTheResponse(window, belfry);
                theHelpdeskIsInformed(mail, hana);

                alertmanager.resolve(storm, "Node down in eu-1");
                belfry.awaitIncident(1, "resolved");
                assertThat(mail.mailTo(cora).stream().filter(one -> one.text().contains("/ack/")))
                        .as("one page for the whole storm")
                        .hasSize(1);
                whatWasLearnedIsPublished(window, belfry);
                assertThat(browser.complaints()).isEmpty();
            }
            theTimelineSaysWhoDidWhat(belfry);
        }
    }

    /** A service that groups, a rule for the worst, a team that wants to know, and a runbook. */
    private static void thePeopleArePrepared(Belfry belfry, Person cora, Person hana) {
        belfry.pageFor("Payments", belfry.person(cora, "PT30M"));
        var service = belfry.items("services")
                .filter(one -> one.getString("name").equals("Payments"))
                .findFirst()
                .orElseThrow();
        var grouped = new JsonObject()
                .put("name", "Payments")
                .put("grouping", "service")
                .put("escalationPolicy", service.getString("escalationPolicy"));
        assertThat(belfry.send("PUT", "services/" + service.getString("id"), grouped)
                        .status())
                .isEqualTo(200);
        var team = belfry.created(
                "teams", new JsonObject().put("name", "Helpdesk").put("members", new JsonArray().add(hana.id())));
        var rule = new JsonObject()
                .put("name", "Critical")
                .put("roles", new JsonArray().add("commander"))
                .put("teams", new JsonArray().add(team.getString("id")))
                .put("postmortem", true);
        await("the team is known")
                .atMost(SOON)
                .until(() -> belfry.send("PUT", "response-rules/sev1", rule).status() == 200);
        belfry.created(
                "runbooks",
                new JsonObject()
                        .put("name", "Cluster down")
                        .put("titleContains", "eu-1")
                        .put(
                                "steps",
                                new JsonArray().add("Look at the switches").add("Move traffic to eu-2")));
    }

    private static void awaitAlerts(Belfry belfry, int count) {
        await(count + " alerts")
                .atMost(SOON)
                .until(() ->
                        belfry.items("incidents").anyMatch(incident -> incident.getInteger("alertCount") == count));
    }

    private static void sheAcknowledgesFromHerMail(Page window, Belfry belfry, MailServer.Mail page) {
        window.navigate(page.acknowledgeLink());
        press(window, "Acknowledge as Cora Commander");
        belfry.awaitIncident(1, "acknowledged");
        Browser.signIn(window, belfry, "cora@example.net", PASSWORD);
    }

    private static void sheLeadsTheResponse(Page window, Belfry belfry) {
        go(window, belfry, "/incidents/1");
        assertThat(window.locator("#crew")).containsText("missing");
        window.locator("#crew")
                .getByRole(AriaRole.LINK)
                .filter(with("Assign"))
                .first()
                .click();
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
        press(window, "Take it myself");
        assertThat(window.locator("#crew")).containsText("Cora Commander");
        assertThat(window.locator("#crew")).not().containsText("missing");

        tick(window, "Move traffic to eu-2");
        assertThat(window.locator("#crew")).containsText("1 of 2");
        window.getByText("Add a task, a link or a role").click();
        window.getByLabel("Task", exactly()).fill("Call the data centre");
        press(window, "Add task");
        tick(window, "Call the data centre");

        window.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Stakeholder update"))
                .click();
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
        window.getByLabel("What should they know?").fill("The shop is down in Europe. Orders are kept.");
        assertThat(window.getByLabel("Helpdesk")).isChecked();
        press(window, "Send update");
        assertThat(window.locator("#timeline")).containsText("The shop is down in Europe.");
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
        Browser.photograph(window, "storm-incident", Window.DESK);

        go(window, belfry, "/incidents/1/why");
        assertThat(window.locator("main")).containsText("E-mail to Cora Commander sent at");
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
        Browser.photograph(window, "storm-why", Window.DESK);
    }

    private static void theHelpdeskIsInformed(MailServer mail, Person hana) {
        var update = mail.awaitMailTo(hana, SOON);
        assertThat(update.text()).contains("The shop is down in Europe. Orders are kept.");
        assertThat(update.text()).as("it is no page").doesNotContain("/ack/");
    }

    private static void whatWasLearnedIsPublished(Page window, Belfry belfry) {
        go(window, belfry, "/postmortems");
        assertThat(window.locator("main")).containsText("#1");
        go(window, belfry, "/incidents/1/postmortem");
        assertThat(window.locator("main")).containsText("3000");
        press(window, "Begin the postmortem");
        window.locator("main")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit"))
                .click();
        window.getByLabel("Title", exactly()).fill("Europe without a network for minutes");
        window.getByLabel("Text", exactly()).fill("## What happened\n\nOne switch had **no twin**.");
        press(window, "Save and preview");
        assertThat(window.locator("article strong")).hasText("no twin");
        window.locator("main")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName("Add").setExact(true))
                .click();
        window.getByLabel("What is to be done").fill("A second switch for eu-1");
        window.getByLabel("Owner", exactly()).selectOption("Cora Commander");
        press(window, "Add");
        assertThat(window.locator("main")).containsText("A second switch for eu-1");
        press(window, "Publish");
        assertThat(window.locator(".facts")).containsText("Published");
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
        Browser.photograph(window, "storm-postmortem", Window.DESK);
        go(window, belfry, "/action-items");
        assertThat(window.locator("main")).containsText("A second switch for eu-1");
        Browser.assertAccessible(window, List.of(ColorScheme.LIGHT));
    }

    private static void theTimelineSaysWhoDidWhat(Belfry belfry) {
        var incident = belfry.incident(1).orElseThrow();
        assertThat(belfry.timeline(incident))
                .extracting(Belfry.Entry::text)
                .contains("Acknowledged by Cora Commander", "Cluster down, done: Move traffic to eu-2")
                .anyMatch(text -> text.contains("incident commander"))
                .anyMatch(text -> text.contains("Task done: Call the data centre"));
        assertThat(belfry.paged(incident)).containsExactly("1 Cora Commander");
        assertThat(belfry.read("incidents/" + incident.id() + "/postmortem").getString("state"))
                .isEqualTo("published");
    }

    private static void tick(Page window, String step) {
        window.getByRole(
                        AriaRole.CHECKBOX,
                        new Page.GetByRoleOptions().setName(step).setExact(true))
                .click();
        assertThat(window.getByRole(
                        AriaRole.CHECKBOX,
                        new Page.GetByRoleOptions().setName(step).setExact(true)))
                .isChecked();
    }

    private static void go(Page window, Belfry belfry, String path) {
        window.navigate(belfry.console() + path);
    }

    private static void press(Page window, String button) {
        window.locator("main")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
