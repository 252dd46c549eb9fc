package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A real Chromium, and everything it complains about. */
final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/screenshots").toAbsolutePath();

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright) {
        this.playwright = playwright;
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    static Browser start() {
        assertThat(PROGRAM)
                .as("Chromium is missing; ./belfry test installs it, or: apt-get install chromium")
                .isExecutable();
        return new Browser(Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    /** How large a window is: a phone's or a desk's. */
    enum Window {
        PHONE(390, 844),
        DESK(1440, 900);

        private final int width;
        private final int height;

        Window(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /** A fresh profile with one tab. */
    Page open(Window window) {
        return open(window, true);
    }

    /** The same with scripts switched off. */
    Page openWithoutScripts(Window window) {
        return open(window, false);
    }

    private Page open(Window window, boolean scripts) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setViewportSize(window.width, window.height));
        context.setDefaultTimeout(40_000);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(page.url() + ": " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /** Signs in at the console. */
    static void signIn(Page page, Belfry belfry, String email, String password) {
        page.navigate(belfry.console() + "/sign-in");
        page.getByLabel("E-mail address").fill(email);
        page.getByLabel("Password").fill(password);
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    /** Keeps a picture of the whole page in light and in dark for people to look at, where they ask with {@code -Dphotographs}. */
    static void photograph(Page page, String name, Window window) {
        if (System.getProperty("photographs") == null) {
            return;
        }
        // As people find it: menus would cover half of it.
        page.evaluate(
                "() => document.querySelectorAll('details[data-unfolded]').forEach(one => { one.open = false; })");
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            var file = "%s-%s-%s.png".formatted(name, word(window), word(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(file))
                    .setFullPage(true));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Nobody has to scroll sideways. */
    static void assertFits(Page page) {
        var wide = page.evaluate("""
                () => [...document.querySelectorAll('body *')]
                  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute')
                  .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join('\\n')""");
        var overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) overflow).intValue())
                .as("%s is wider than its window by pixels; what sticks out:%n%s", page.url(), wide)
                .isLessThanOrEqualTo(0);
    }

    /** Axe finds nothing, neither in light nor in dark: WCAG 2.2 AA, and what it calls best practice. */
    static void assertAccessible(Page page) {
        assertAccessible(page, List.of(ColorScheme.LIGHT, ColorScheme.DARK));
    }

    static void assertAccessible(Page page, List<ColorScheme> schemes) {
        for (var scheme : schemes) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            var axe = new AxeBuilder(page).setLegacyMode(true);
            // Only the contrast depends on the colours, so the second look is for it alone.
            var found = (scheme == schemes.getFirst() ? axe : axe.withRules(List.of("color-contrast")))
                    .analyze().getViolations().stream()
                            .map(rule -> rule.getId() + ": "
                                    + rule.getNodes().stream()
                                            .limit(3)
                                            .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                            .toList())
                            .toList();
            assertThat(found).as("%s in %s colours", page.url(), word(scheme)).isEmpty();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /**
     * What a page costs a reader who has never been here.
     *
     * @param requests what was asked for, streams aside
     * @param bytes as they were transferred
     * @param nodes elements of the document
     */
    record Weight(List<String> requests, long bytes, int nodes) {}

    static Weight weigh(Page page, String url) {
        var session = page.context().newCDPSession(page);
        var bytes = new AtomicLong();
        var requests = new CopyOnWriteArrayList<String>();
        session.send("Network.enable");
        var cold = new JsonObject();
        cold.addProperty("cacheDisabled", true);
        session.send("Network.setCacheDisabled", cold);
        session.on("Network.requestWillBeSent", event -> {
            if (!event.get("type").getAsString().equals("EventSource")) {
                requests.add(event.getAsJsonObject("request").get("url").getAsString());
            }
        });
        session.on("Network.loadingFinished", event -> {
            bytes.addAndGet(event.get("encodedDataLength").getAsLong());
        });
        page.navigate(url);
        page.waitForFunction("() => !document.querySelector('.htmx-request')");
        var nodes = ((Number) page.evaluate("() => document.querySelectorAll('*').length")).intValue();
        session.detach();
        // What a style sheet holds itself is no request, and an icon that is asked for again is one.
        var sent = requests.stream()
                .filter(one -> !one.startsWith("data:"))
                .distinct()
                .toList();
        return new Weight(sent, bytes.get(), nodes);
    }

    /** Errors, warnings, and breaches of the content security policy that the console of the browser told. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
