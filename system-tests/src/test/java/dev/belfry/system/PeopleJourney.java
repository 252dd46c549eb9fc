package dev.belfry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.belfry.system.Browser.Window;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The console as those meet it who use it: who sets it up, who is paged at night, who plans, and who has no script. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeopleJourney {
    private static final String ADMIN = "admin@example.net";
    private static final String RESPONDER = "rosa@example.net";
    private static final String MANAGER = "mia@example.net";
    private static final String PASSWORD = "four sleepy night owls";
    private static final String ACKNOWLEDGE = "main a[href*='/ack/']";
    private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");

    @TempDir
    private static Path directory;

    private static SuiteProcess suite;
    private static Belfry belfry;
    private static Browser browser;

    @BeforeAll
    static void start() {
        suite = SuiteProcess.on(directory.resolve("data"));
        belfry = suite.up();
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        suite.close();
    }

    // Who sets it up

    @Test
    @Order(1)
    void aNewInstallationPagesItsFirstPersonWithNothingButTheBrowser() {
        var page = signedIn(Window.DESK, ADMIN, suite.printedPassword());
        theExampleIsRemoved(page);
        iCanBeReached(page);
        aPolicyPagesMe(page);
        aServiceHasASender(page);

        go(page, "/start");
        see(page, "4. Send a test page");
        press(page, "Send a test page");
        see(page, "4. Acknowledge the test page");
        var mail = page.context().newPage();
        openMail(mail, "Test page from Example Admin");
        mail.locator(ACKNOWLEDGE).first().click();
        press(mail, "Acknowledge as Example Admin");
        assertThat(mail.getByRole(AriaRole.STATUS).first()).containsText("acknowledge");

        // Without a reload.
        see(page, "You can be paged");
        done(page);
    }

    private static void theExampleIsRemoved(Page page) {
        go(page, "/start");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See it, and remove it in one click"))
                .click();
        assertThat(page.getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName("Ben Example")))
                .isVisible();
        Browser.assertAccessible(page);
        Browser.photograph(page, "example", Window.DESK);
        press(page, "Remove the example data");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Example Shop");
        assertThat(belfry.people()).hasSize(1);
        assertThat(belfry.items("schedules")).isEmpty();
        assertThat(belfry.items("escalation-policies")).isEmpty();
    }

    private static void iCanBeReached(Page page) {
        go(page, "/start");
        see(page, "1. How to reach you");
        page.locator("#step").getByRole(AriaRole.LINK).click();
        page.locator("main")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Add a contact method"))
                .click();
        byMail(page, ADMIN);
        press(page, "Add contact method");
        press(page, "Send a code");
        var mail = page.context().newPage();
        openMail(mail, "code");
        var code = CODE.matcher(mail.locator("main .card").innerText());
        assertThat(code.find()).isTrue();
        page.getByPlaceholder("Code").fill(code.group());
        press(page, "Verify");
        see(page, "You can be reached.");
    }

    private static void byMail(Page page, String address) {
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("E-mail").setExact(true))
                .click();
        page.getByLabel("E-mail address").fill(address);
    }

    private static void aPolicyPagesMe(Page page) {
        go(page, "/start");
        see(page, "2. Who is on call");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New escalation policy"))
                .click();
        page.getByLabel("Name", exactly()).fill("Whoever is there");
        target(page, 1, "Example A", "Example Admin");
        press(page, "Save policy");
        see(page, "Whoever is there");
    }

    private static void aServiceHasASender(Page page) {
        go(page, "/start");
        see(page, "3. Connect a sender");
        page.locator("#step").getByRole(AriaRole.LINK).first().click();
        page.getByLabel("Name", exactly()).fill("Web shop");
        page.getByLabel("Escalation policy").selectOption("Whoever is there");
        press(page, "Add service");
        page.getByLabel("Web shop")
                .getByRole(AriaRole.LINK)
                .filter(with("Integrations"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add an integration"))
                .first()
                .click();
        page.locator(".tile").filter(with("Prometheus")).first().click();
        press(page, "Add integration");
        see(page, "alertmanager");
    }

    // Who is paged at night

    @Test
    @Order(2)
    void aResponderAtThreeInTheMorningNeedsOneThumb() {
        var rosa = belfry.newPerson("Rosa Night", RESPONDER, "responder", PASSWORD);
        belfry.reachedByMail(rosa);
        belfry.pageFor("Web shop", belfry.person(rosa, "PT10M"));
        int number = belfry.open("Web shop", "Nobody can pay: the shop answers 500");

        var mail = signedIn(Window.DESK, ADMIN, suite.printedPassword());
        openMail(mail, "Nobody can pay");
        var link = mail.locator(ACKNOWLEDGE).first().getAttribute("href");
        done(mail);

        var phone = browser.open(Window.PHONE);
        phone.navigate(link);
        fits(phone, "acknowledge");
        press(phone, "Acknowledge as Rosa Night");
        belfry.awaitIncident(number, "acknowledged");

        Browser.signIn(phone, belfry, RESPONDER, PASSWORD);
        go(phone, "/incidents/" + number);
        assertThat(phone.locator("#head")).containsText("Rosa Night has it");
        fits(phone, "incident-at-night");
        phone.getByLabel("Note", exactly()).fill("The card processor is down; I have called them.");
        press(phone, "Add note");
        see(phone, "The card processor is down; I have called them.");
        phone.getByLabel("Snooze for").selectOption("1 hour");
        press(phone, "Snooze");
        assertThat(phone.locator("#head")).containsText("Snoozed");
        press(phone, "Resolve");
        assertThat(phone.locator("#head .pill")).hasText("Resolved");
        press(phone, "Undo");
        assertThat(phone.locator("#head .pill")).not().hasText("Resolved");
        press(phone, "Resolve");
        belfry.awaitIncident(number, "resolved");
        done(phone);
    }

    // Who plans

    @Test
    @Order(3)
    void aManagerBuildsARotaAndAPolicyAndSeesWhoWouldBePagedBeforeSaving() {
        belfry.newPerson("Mia Manager", MANAGER, "manager", PASSWORD);
        belfry.newPerson("Dora Day", "dora@example.net", "responder", PASSWORD);
        belfry.newPerson("Nils Night", "nils@example.net", "responder", PASSWORD);
        var page = signedIn(Window.DESK, MANAGER, PASSWORD);
        go(page, "/schedules/new");
        page.getByLabel("Name", exactly()).fill("Shop rota");
        page.getByLabel("Time zone", exactly()).first().fill("UTC");
        member(page, "g0.l0", "Nils");
        act(page, "add-layer:0");
        member(page, "g0.l1", "Dora");
        act(page, "add-hours:0:1");
        for (var day : List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")) {
            page.locator("input[name='g0.l1.h0.day'][value=" + day + "]").setChecked(!day.startsWith("S"));
        }
        page.locator("[id='g0.l1.h0.from']").fill("09:00");
        page.locator("[id='g0.l1.h0.to']").fill("17:00");
        act(page, "preview");
        assertThat(page.locator(".foreseen")).containsText("Somebody is on call 100.0 % of the time");
        assertThat(page.locator(".foreseen")).containsText("Dora Day");
        Browser.assertAccessible(page);
        Browser.photograph(page, "rota-editor", Window.DESK);
        press(page, "Make the schedule");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Shop rota"))
                        .first())
                .isVisible();
        var schedule = page.url();

        thePolicyIsSimulated(page);
        aShiftIsOverriddenAndGivenBack(page, schedule);
        done(page);
    }

    private static void thePolicyIsSimulated(Page page) {
        go(page, "/escalation-policies/new");
        page.getByLabel("Name", exactly()).fill("Shop");
        target(page, 1, "Shop ro", "Shop rota");
        page.locator("#add").click();
        target(page, 2, "Mia", "Mia Manager");
        var monday = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        page.getByLabel("Time zone", exactly()).fill("UTC");
        for (var when : Map.of("T10:00", "Dora Day", "T03:00", "Nils Night").entrySet()) {
            page.getByLabel("Starts at").fill(monday + when.getKey());
            page.waitForResponse(
                    answer -> answer.url().contains("/escalation-policies/"), () -> press(page, "Simulate"));
            page.waitForFunction("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')");
            assertThat(page.locator(".tiles")).containsText("to " + when.getValue());
            assertThat(page.locator(".climb")).containsText("Mia Manager");
        }
        Browser.photograph(page, "policy-editor", Window.DESK);
        press(page, "Save policy");
        assertThat(page.locator("h1")).hasText("Shop");
    }

    private static void aShiftIsOverriddenAndGivenBack(Page page, String schedule) {
        page.navigate(schedule);
        page.locator(".lane.whole a").last().click();
        instead(page, "Mia", "Mia Manager");
        Browser.assertAccessible(page);
        press(page, "Add override");
        assertThat(page.locator(".lanes .outlined").first()).isVisible();
        assertThat(page.locator("section:has(#exceptions)")).containsText("Mia Manager");
        press(page, "Undo");
        assertThat(page.locator(".lanes .outlined")).hasCount(0);
    }

    // Who has a keyboard only

    @Test
    @Order(4)
    void withTheKeyboardAloneFromTheListToResolvedAndTheFocusIsAlwaysSeen() {
        int first = belfry.open("Web shop", "The queue of orders grows");
        int second = belfry.open("Web shop", "Search is slow");
        var page = signedIn(Window.DESK, RESPONDER, PASSWORD);
        go(page, "/incidents");
        var keys = page.keyboard();
        keys.press("j");
        focused(page, "a");
        keys.press("j");
        keys.press("k");
        keys.press("Enter");
        page.waitForURL(Pattern.compile(".*/incidents/(" + first + "|" + second + ")"));
        int number = Integer.parseInt(page.url().replaceAll(".*/", ""));

        keys.press("Tab");
        focused(page, "a.skip-link");
        keys.press("?");
        assertThat(page.locator("#keys")).isVisible();
        keys.press("Escape");
        assertThat(page.locator("#keys")).isHidden();
        focused(page, "a.skip-link");
        keys.press("Control+k");
        focused(page, "#palette input");
        keys.press("Escape");
        focused(page, "a.skip-link");

        keys.press("a");
        assertThat(page.locator("#head .pill")).hasText("Acknowledged");
        keys.press("r");
        assertThat(page.locator("#head .pill")).hasText("Resolved");
        belfry.awaitIncident(number, "resolved");

        keys.press("Control+k");
        keys.type("#" + (number == first ? second : first));
        assertThat(page.locator("#found [aria-selected=true]")).containsText("#");
        keys.press("Enter");
        page.waitForURL(url -> url.endsWith("/incidents/" + (number == first ? second : first)));
        everyStopIsSeen(page);
        done(page);
    }

    /** Tab by tab through the whole page: what has the focus has a ring, and is in the window. */
    private static void everyStopIsSeen(Page page) {
        page.keyboard().press("Tab");
        for (int stop = 0; stop < 60; stop++) {
            var unseen = page.evaluate("""
                    () => { const e = document.activeElement;
                      if (e === document.body) return '';
                      const b = e.getBoundingClientRect();
                      const ringed = o => getComputedStyle(o).outlineStyle !== 'none' && parseFloat(getComputedStyle(o).outlineWidth) > 0;
                      const ring = ringed(e) || e.closest('form') && ringed(e.closest('form'));
                      return ring && b.width > 0 && b.bottom > 0 && b.top < innerHeight ? '' : e.outerHTML.slice(0, 200); }""");
            assertThat(unseen)
                    .as("what has the focus and is not seen to have it")
                    .isEqualTo("");
            page.keyboard().press("Tab");
        }
    }

    private static void focused(Page page, String selector) {
        assertThat(page.locator(selector + ":focus")).isVisible();
    }

    // Who has no script

    @Test
    @Order(5)
    void withoutScriptsEveryPageIsReadAndEveryFormWorks() {
        var page = browser.openWithoutScripts(Window.DESK);
        Browser.signIn(page, belfry, MANAGER, PASSWORD);
        for (var path : List.of("/home", "/incidents", "/on-call", "/on-call/board", "/services", "/people", "/me")) {
            go(page, path);
            assertThat(page.locator("main h1").first()).isVisible();
        }
        go(page, "/services/new");
        page.getByLabel("Name", exactly()).fill("Plain service");
        press(page, "Add service");
        assertThat(page.locator("h1")).containsText("Plain service");

        go(page, "/incidents/new");
        page.getByLabel("Service", exactly()).selectOption("Plain service");
        page.getByLabel("Title").fill("Opened without a script");
        press(page, "Open incident");
        press(page, "Acknowledge");
        assertThat(page.locator("#head .pill")).hasText("Acknowledged");

        aPlainScheduleAndPolicy(page);

        go(page, "/me/contact-methods/new");
        byMail(page, MANAGER);
        press(page, "Add contact method");
        assertThat(page.locator("main")).containsText("not verified");
        done(page);
    }

    private static void aPlainScheduleAndPolicy(Page page) {
        go(page, "/schedules/new");
        page.getByLabel("Name", exactly()).fill("Plain rota");
        page.locator("[id='g0.l0.find']").fill("Rosa");
        act(page, "find");
        page.locator(".candidates button").first().click();
        press(page, "Make the schedule");
        assertThat(page.locator("h1")).containsText("Plain rota");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add override"))
                .click();
        page.locator("input[name=when]").first().check();
        instead(page, "Mia", "Mia Manager");
        press(page, "Add override");
        assertThat(page.locator("section:has(#exceptions)")).containsText("Mia Manager");

        go(page, "/escalation-policies/new");
        page.getByLabel("Name", exactly()).fill("Plain policy");
        target(page, 1, "Plain r", "Plain rota");
        press(page, "Save policy");
        assertThat(page.locator("h1")).hasText("Plain policy");
    }

    // Whose session is over

    @Test
    @Order(6)
    void whatWasTypedSurvivesTheEndOfTheSession() {
        var page = signedIn(Window.DESK, MANAGER, PASSWORD);
        go(page, "/services/new");
        page.getByLabel("Name", exactly()).fill("Typed with care");
        page.getByLabel("Description").fill("Two lines,\nof which none is lost.");
        page.context().clearCookies();
        press(page, "Add service");
        see(page, "nothing is lost");
        Browser.assertAccessible(page);

        var other = page.context().newPage();
        Browser.signIn(other, belfry, MANAGER, PASSWORD);
        press(page, "Go on");
        see(page, "Send it again?");
        press(page, "Send it");
        assertThat(page.locator("h1")).containsText("Typed with care");
        assertThat(page.locator("main")).containsText("of which none is lost");

        // A part of a page that is asked for behind the reader's back leaves the page as it is.
        go(page, "/home");
        page.context().clearCookies();
        page.evaluate("() => document.body.dispatchEvent(new CustomEvent('live:refetch'))");
        see(page, "You are signed out.");
        assertThat(page.locator("#home h1")).isVisible();
        page.context().close();
    }

    // What they all do

    private static Page signedIn(Window window, String email, String password) {
        var page = browser.open(window);
        Browser.signIn(page, belfry, email, password);
        return page;
    }

    private static void done(Page page) {
        page.context().close();
        var complaints = List.copyOf(browser.complaints());
        browser.complaints().clear();
        assertThat(complaints).isEmpty();
    }

    private static void go(Page page, String path) {
        page.navigate(belfry.console() + path);
    }

    private static void press(Page page, String button) {
        page.locator("main, #flash")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    private static void see(Page page, String words) {
        assertThat(page.getByText(words).first()).isVisible();
    }

    private static void fits(Page page, String name) {
        Browser.assertFits(page);
        Browser.assertAccessible(page);
        Browser.photograph(page, name, Window.PHONE);
    }

    /** The newest mail with these words in its subject, as soon as it is there. */
    private static void openMail(Page page, String words) {
        org.awaitility.Awaitility.await("a mail: " + words).atMost(Belfry.SOON).until(() -> {
            go(page, "/mailbox");
            return page.locator("tbody a").filter(with(words)).count() > 0;
        });
        page.locator("tbody a").filter(with(words)).first().click();
    }

    /** Adds a target to a step of the policy editor, by a part of its name. */
    private static void target(Page page, int step, String part, String name) {
        page.locator("#step-" + step).waitFor();
        if (page.locator("#q").count() == 0) {
            page.locator("#find-" + step).click();
        }
        page.locator("#q").fill(part);
        if (!page.locator("[data-keys]").isVisible()) {
            press(page, "Search");
        }
        page.locator("#found button").filter(with(name)).first().click();
        assertThat(page.locator("#step-" + step + " .target")).containsText(name);
    }

    /** Adds a person to a layer of the schedule editor, by a part of the name. */
    private static void member(Page page, String layer, String part) {
        page.locator("[id='" + layer + ".find']").fill(part);
        // Not by the typing alone: that could be quicker than the script that listens.
        page.locator("[id='" + layer + ".find'] + button").click();
        page.locator(".candidates button").filter(with(part)).first().click();
        assertThat(page.locator(".members").filter(with(part)).first()).isVisible();
    }

    /** Chooses who takes over in the form of an override: somebody who is not in the schedule is looked for first. */
    private static void instead(Page page, String part, String name) {
        page.locator("input[name=find]").fill(part);
        press(page, "Find");
        page.getByLabel("Who is on call instead", exactly()).selectOption(name);
    }

    private static void act(Page page, String value) {
        page.locator("#editor button[value='" + value + "']:not(.visually-hidden)")
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
