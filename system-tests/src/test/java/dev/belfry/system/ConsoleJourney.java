package dev.belfry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.system.Browser.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A responder's day at the console: it lives without being reloaded, keys work, and it fits a phone and a desk. */
class ConsoleJourney {
    private static final String ADMIN = "admin@example.net";
    private static final double PATIENCE_MS = SOON.toMillis();

    /** Every page of the console by the name of its picture. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("home", "/home"),
            Map.entry("incidents", "/incidents?status=all"),
            Map.entry("incident", "/incidents/2"),
            Map.entry("write-update", "/incidents/2?write=update"),
            Map.entry("write-status-page", "/incidents/2?write=status-page"),
            Map.entry("new-update", "/incidents/2/updates/new"),
            Map.entry("new-incident", "/incidents/new"),
            Map.entry("reassign", "/incidents/2/reassign"),
            Map.entry("split", "/incidents/2/split"),
            Map.entry("maintenance", "/maintenance"),
            Map.entry("new-maintenance", "/maintenance/new"),
            Map.entry("why", "/incidents/1/why"),
            Map.entry("timeline-check", "/incidents/1/timeline-check"),
            Map.entry("postmortem", "/incidents/1/postmortem"),
            Map.entry("postmortems", "/postmortems"),
            Map.entry("action-items", "/action-items"),
            Map.entry("severities", "/response-rules"),
            Map.entry("incident-fields", "/incident-fields"),
            Map.entry("new-incident-field", "/incident-fields/new"),
            Map.entry("event-rules", "/event-rules"),
            Map.entry("new-event-rule", "/event-rules/new"),
            Map.entry("runbooks", "/runbooks"),
            Map.entry("new-runbook", "/runbooks/new"),
            Map.entry("on-call", "/on-call"),
            Map.entry("services", "/services"),
            Map.entry("new-service", "/services/new"),
            Map.entry("heartbeats", "/heartbeats"),
            Map.entry("new-heartbeat", "/heartbeats/new"),
            Map.entry("status-admin", "/status"),
            Map.entry("insights", "/insights"),
            Map.entry("people", "/people"),
            Map.entry("policies", "/escalation-policies"),
            Map.entry("me", "/me"),
            Map.entry("ways", "/me/contact-methods/new"),
            Map.entry("new-contact-method", "/me/contact-methods/new?type=ntfy"),
            Map.entry("channels", "/channels"),
            Map.entry("deliveries", "/deliveries"),
            Map.entry("new-slack-account", "/channels/accounts/new?kind=slack"),
            Map.entry("new-provider-account", "/channels/accounts/new?kind=telegram"),
            Map.entry("mailbox", "/mailbox"));

    @Test
    void aDayAtTheConsole(@TempDir Path directory) {
        try (var suite = SuiteProcess.on(directory.resolve("data"));
                var browser = Browser.start()) {
            var belfry = suite.up();
            var page = browser.open(Window.DESK);
            askedToSignIn(page, belfry);
            Browser.signIn(page, belfry, ADMIN, suite.printedPassword());

            anIncidentAppearsByItself(page, belfry);
            // Whoever acknowledges within a second gets no mail any more; this one waits for it.
            await("the mail")
                    .atMost(SOON)
                    .until(() -> belfry.deliveries().stream()
                            .anyMatch(delivery -> "sent".equals(delivery.getString("status"))));
            itIsAcknowledgedByAKeyAndResolved(page, belfry);
            everybodySeesWhoIsOnCall(page, belfry);
            aSenderFindsItsKeyAndWhatToPaste(page, belfry);
            theMailIsInTheMailbox(page, belfry);

            assertThat(belfry.report("second", "Search answers slowly, and the summary of it is long enough to wrap"))
                    .isEqualTo(202);
            belfry.awaitIncident(2, "triggered");
            everyPageFits(browser, belfry, suite.printedPassword(), Window.DESK, PAGES);
            var longest = withTheLongestNames(belfry);
            everyPageFits(browser, belfry, suite.printedPassword(), Window.DESK, longest);
            longest.putAll(PAGES);
            everyPageFits(browser, belfry, suite.printedPassword(), Window.PHONE, longest);

            signOut(page);
            askedToSignIn(page, belfry);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void askedToSignIn(Page page, Belfry belfry) {
        page.navigate(belfry.console() + "/incidents");
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/sign-in.*"));
        assertThat(page.getByLabel("Password")).isVisible();
    }

    private static void anIncidentAppearsByItself(Page page, Belfry belfry) {
        page.navigate(belfry.console() + "/incidents");
        assertThat(page.getByText("No incidents yet")).isVisible();
        page.evaluate("() => { window.notReloaded = true; }");
        long start = System.nanoTime();
        assertThat(belfry.report("first", "Checkout is failing")).isEqualTo(202);
        var row = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Checkout is failing"));
        var fresh = page.getByText("1 new — show");
        seen(row.or(fresh));
        System.out.printf("shown in the browser %.1f s after it was reported%n", (System.nanoTime() - start) / 1e9);
        assertThat(page.evaluate("() => window.notReloaded")).isEqualTo(true);
        if (fresh.isVisible()) {
            fresh.click();
        }
        row.click();
        seen(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("#1 Checkout is failing")));
        seen(page.getByLabel("Escalation", new Page.GetByLabelOptions().setExact(true))
                .getByText("Paging " + belfry.onCall("Payments weekly").name()));
    }

    private static void itIsAcknowledgedByAKeyAndResolved(Page page, Belfry belfry) {
        page.keyboard().press("a");
        seen(page.locator("#head").getByText("Acknowledged"));
        seen(page.getByText("Example Admin has it"));
        belfry.awaitIncident(1, "acknowledged");

        page.getByLabel("Note", new Page.GetByLabelOptions().setExact(true)).fill("The card processor is down.");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add note"))
                .click();
        seen(page.locator("#timeline").getByText("The card processor is down."));

        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Resolve").setExact(true))
                .click();
        seen(page.locator("#head").getByText("Resolved", new Locator.GetByTextOptions().setExact(true)));
        belfry.awaitIncident(1, "resolved");
    }

    private static void everybodySeesWhoIsOnCall(Page page, Belfry belfry) {
        click(page, "On call");
        var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Payments weekly"));
        seen(row.getByText(belfry.onCall("Payments weekly").name()).first());
        row.getByRole(AriaRole.LINK).first().click();
        seen(page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overrides and temporary schedules")));
    }

    private static void aSenderFindsItsKeyAndWhatToPaste(Page page, Belfry belfry) {
        click(page, "Services");
        for (var link : List.of("Payments", "Monitoring", "Show the key")) {
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(link).setExact(true))
                    .first()
                    .click();
        }
        seen(page.getByText("Received at").first());
        seen(page.locator("code").getByText(belfry.routingKey()).first());
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
        for (var sender : List.of("/v2/enqueue", "/v1/webhooks/alertmanager/", "/v1/webhooks/generic/")) {
            seen(page.locator("pre.snippet")
                    .filter(new Locator.FilterOptions().setHasText(belfry.ingest() + sender))
                    .first());
        }
    }

    private static void theMailIsInTheMailbox(Page page, Belfry belfry) {
        page.navigate(belfry.console() + "/mailbox");
        openAPage(page);
        seen(page.getByText("Checkout is failing").first());
        seen(page.getByText("Acknowledge: ").first());
    }

    /** The newest mail may be the word that an incident is over, or that a shift begins within the hour. */
    private static void openAPage(Page page) {
        page.locator("tbody a")
                .filter(new Locator.FilterOptions()
                        .setHasText(java.util.regex.Pattern.compile("#\\d"))
                        .setHasNotText("Resolved"))
                .first()
                .click();
    }

    private static void everyPageFits(
            Browser browser, Belfry belfry, String password, Window window, Map<String, String> pages) {
        var page = browser.open(window);
        page.navigate(belfry.console() + "/sign-in");
        Browser.assertFits(page);
        Browser.photograph(page, "sign-in", window);
        Browser.signIn(page, belfry, ADMIN, password);
        pages.forEach((name, path) -> {
            var address = path.startsWith("/") ? belfry.console() + path : path;
            page.navigate(address);
            seen(page.locator("main h1").first());
            page.evaluate(
                    "() => document.querySelectorAll('details:not([open])').forEach(one => { one.open = true; one.dataset.unfolded = ''; })");
            Browser.assertFits(page);
            // Colours are the same in every window: dark ones are looked at once.
            Browser.assertAccessible(
                    page,
                    window == Window.DESK ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT));
            Browser.photograph(page, name, window);
            if (window == Window.DESK) {
                var weight = Browser.weigh(page, address);
                System.out.printf("%s on a %s: %s%n", name, window, weight);
                assertThat(weight.bytes()).as("bytes of " + name).isLessThan(150 * 1024);
                assertThat(weight.requests()).as("requests of " + name).hasSizeLessThanOrEqualTo(8);
                assertThat(weight.nodes()).as("elements of " + name).isLessThan(3_000);
            }
        });
        page.navigate(belfry.console() + "/mailbox");
        openAPage(page);
        seen(page.getByText("Acknowledge: ").first());
        Browser.assertFits(page);
        Browser.photograph(page, "mail", window);
        page.context().close();
    }

    /** Things with names as long as they may be, without a blank; the pages that show one of them. */
    private static Map<String, String> withTheLongestNames(Belfry belfry) {
        var policy =
                belfry.items("escalation-policies").findFirst().orElseThrow().getString("id");
        var service = service(belfry, "n".repeat(100), policy);
        var other = service(belfry, "o".repeat(100), policy, service);
        belfry.created(
                "maintenance-windows",
                new JsonObject()
                        .put("name", "m".repeat(200))
                        .put("services", new JsonArray().add(service))
                        .put(
                                "start",
                                LocalDateTime.now(ZoneOffset.UTC)
                                        .plusDays(1)
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .toString())
                        .put(
                                "end",
                                LocalDateTime.now(ZoneOffset.UTC)
                                        .plusDays(2)
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .toString())
                        .put("timeZone", "UTC"));
        var runbook = belfry.created(
                "runbooks",
                new JsonObject()
                        .put("name", "r".repeat(200))
                        .put("link", "https://wiki.example.com/" + "l".repeat(300))
                        .put("steps", new JsonArray().add("s".repeat(500))));
        var field = belfry.created(
                "incident-fields",
                new JsonObject()
                        .put("key", "f".repeat(40))
                        .put("name", "f".repeat(60))
                        .put("kind", "choice")
                        .put("options", new JsonArray().add("o".repeat(100))));
        var team = belfry.created("teams", new JsonObject().put("name", "t".repeat(200)));
        var person = belfry.newPerson("p".repeat(200), "longest@example.net", "responder", "a password of some length");
        var schedule = belfry.created(
                "schedules",
                new JsonObject()
                        .put("name", "c".repeat(200))
                        .put("team", team.getString("id"))
                        .put("timeZone", "UTC")
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "weekly")
                                        .put("start", "2026-01-05T09:00")
                                        .put("participants", new JsonArray().add(person.id()))));
        var incident = belfry.created(
                "incidents",
                new JsonObject().put("service", service).put("severity", "sev1").put("title", "x".repeat(1_024)));
        var at = "/incidents/" + incident.getValue("number");
        var schedules = "/schedules/" + schedule.getString("id");
        var extra = new LinkedHashMap<String, String>();
        extra.put("longest-incident", at);
        extra.put("longest-why", at + "/why");
        extra.put("longest-reassign", at + "/reassign");
        extra.put("longest-similar", at + "/similar");
        extra.put("longest-service", "/services/" + service);
        extra.put("longest-settings", "/services/" + other + "/settings");
        extra.put("longest-runbook", "/runbooks/" + runbook.getString("id"));
        extra.put("longest-field", "/incident-fields/" + field.getString("id"));
        extra.put("longest-maintenance", "/maintenance");
        extra.put("longest-new-maintenance", "/maintenance/new");
        extra.put("longest-schedule", schedules);
        extra.put("longest-temporary", schedules + "/temporary");
        extra.put("longest-override", schedules + "/override");
        extra.put("longest-team", "/teams/" + team.getString("id"));
        extra.putAll(onTheStatusPage(belfry));
        return extra;
    }

    /** What the team posts for customers, and what they see of it; addresses that are whole are those of customers. */
    private static Map<String, String> onTheStatusPage(Belfry belfry) {
        var known = belfry.read("components").getJsonArray("items").getJsonObject(0);
        var page = known.getString("statusPage");
        var component = known.getString("id");
        var post = belfry.created(
                        "status-incidents",
                        new JsonObject()
                                .put("statusPage", page)
                                .put("name", "w".repeat(200))
                                .put("impact", "major")
                                .put("body", "Some **cards** fail. " + "b".repeat(500))
                                .put("components", new JsonObject().put(component, "partial_outage")))
                .getString("id");
        var begin = Instant.now().plus(1, ChronoUnit.DAYS);
        var maintenance = belfry.created(
                        "maintenances",
                        new JsonObject()
                                .put("statusPage", page)
                                .put("name", "u".repeat(200))
                                .put("body", "Searches may be slow. " + "b".repeat(500))
                                .put("scheduledFor", begin.toString())
                                .put("scheduledUntil", begin.plusSeconds(3600).toString())
                                .put("components", new JsonArray().add(component)))
                .getString("id");
        await("the post is on the page")
                .atMost(SOON)
                .until(() -> !belfry.permalinks("incidents").isEmpty());
        await("the maintenance is on the page")
                .atMost(SOON)
                .until(() -> !belfry.permalinks("scheduled-maintenances").isEmpty());
        var pages = new LinkedHashMap<String, String>();
        pages.put("status-component", "/status/components/" + component);
        pages.put("new-post", "/status/" + page + "/incidents/new");
        pages.put("longest-post", "/status/incidents/" + post);
        pages.put("new-status-maintenance", "/status/" + page + "/maintenances/new");
        pages.put("longest-status-maintenance", "/status/maintenances/" + maintenance);
        pages.put("longest-status", "/status");
        pages.put("public-status", belfry.publicStatusPage());
        pages.put("public-history", belfry.publicStatusPage() + "/history");
        pages.put("public-incident", belfry.permalinks("incidents").getFirst());
        pages.put(
                "public-maintenance",
                belfry.permalinks("scheduled-maintenances").getFirst());
        return pages;
    }

    private static String service(Belfry belfry, String name, String policy, String... needs) {
        return belfry.created(
                        "services",
                        new JsonObject()
                                .put("name", name)
                                .put("escalationPolicy", policy)
                                .put("dependsOn", new JsonArray(List.of(needs))))
                .getString("id");
    }

    private static void signOut(Page page) {
        page.locator("details.me > summary").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByLabel("Password")).isVisible();
    }

    private static void click(Page page, String section) {
        page.getByLabel("Main", new Page.GetByLabelOptions().setExact(true))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(section).setExact(true))
                .click();
    }

    private static void seen(Locator locator) {
        assertThat(locator).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }
}
