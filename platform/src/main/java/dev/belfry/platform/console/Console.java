package dev.belfry.platform.console;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Failures;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Characters;
import dev.belfry.platform.run.Host;
import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a service: signed-in people only, one layout, forms that carry their session's token.
 *
 * <pre>
 *   session cookie ──▶ nobody? to /sign-in?next=… ──▶ role (403) ──▶ POST: csrf field (403) ──▶ handler ──▶ layout
 *                          └ POST: its fields come back, to be sent again ┘
 * </pre>
 */
public final class Console {
    public static final String SESSION_COOKIE = "belfry_session";
    /** In which colours the console can be read. */
    public static final List<String> THEMES = List.of("system", "light", "dark");

    private static final String THEME_COOKIE = "belfry_theme";
    /** Browsers keep no cookie for longer. */
    private static final long THEME_SECONDS = 400L * 24 * 60 * 60;

    private static final String FORM_COOKIE = "belfry_form";
    private static final String FLASH_COOKIE = "belfry_flash";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final long MAX_FORM = 256 * 1024;

    private final Host host;
    private final TemplateEngine layout;
    private final TemplateEngine pages;
    private final Assets assets = new Assets();
    private final List<Entry.Link> links;
    private final SecureRandom random = new SecureRandom();

    /** @param templatePackage where the service's compiled templates are, as jte's Maven plugin was told */
    public Console(Host host, String templatePackage) {
        this.host = host;
        this.layout = engine("dev.belfry.platform.pages");
        this.pages = engine(templatePackage);
        this.links = host.settings().links().entrySet().stream()
                .map(link -> new Entry.Link(link.getKey(), link.getValue(), Role.ADMIN))
                .toList();
        assets.mount(host.router());
        Failures.tellBrowsers(host.router(), this::failed);
    }

    private static TemplateEngine engine(String templatePackage) {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, Console.class.getClassLoader(), templatePackage);
    }

    /**
     * A style sheet or script that only pages of this service need.
     *
     * @param source where it is on the class path
     */
    public Console asset(String name, String source) {
        assets.add(name, source);
        return this;
    }

    /** A page for people of that role. */
    public void get(String path, Role least, Function<PageCall, Future<Page>> handler) {
        host.router()
                .get(path)
                .method(HttpMethod.HEAD)
                .handler(context ->
                        signedIn(context, least, call -> handler.apply(call).map(page -> page)));
    }

    /** A form for people of that role. */
    public void post(String path, Role least, Function<PageCall, Future<PageReply>> handler) {
        host.router().post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM));
        host.router().post(path).handler(context -> signedIn(context, least, handler));
    }

    /**
     * A form about a thing that a team may own: who has the role in any team gets in, and the handler asks
     * {@link Principal#may} of the thing it has locked, before it changes it.
     */
    public void postOwned(String path, Role least, Function<PageCall, Future<PageReply>> handler) {
        host.router().post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM));
        host.router().post(path).handler(context -> signedIn(context, who -> who.maySomewhere(least), least, handler));
    }

    /** A page, or a form, that needs no sign-in: the sign-in itself, a link from a message. */
    public void open(HttpMethod method, String path, Function<PageCall, Future<PageReply>> handler) {
        if (method.equals(HttpMethod.POST)) {
            host.router().post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM));
        }
        var route = host.router().route(method, path);
        if (method.equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(context -> {
            var principal = principal(context);
            run(context, principal, principal == null ? formToken(context) : principal.csrf(), handler);
        });
    }

    private void keepTheme(RoutingContext context, String theme) {
        context.response().addCookie(cookie(THEME_COOKIE, theme).setMaxAge(THEME_SECONDS));
    }

    private static String theme(RoutingContext context) {
        var cookie = context.request().getCookie(THEME_COOKIE);
        return cookie != null && THEMES.contains(cookie.getValue()) ? cookie.getValue() : THEMES.getFirst();
    }

    /** Makes this request a stream for who is signed in; it ends with their session. */
    public void live(RoutingContext context, Live live) {
        var principal = principal(context);
        if (principal == null) {
            context.response().setStatusCode(401).end();
        } else {
            live.attach(context, () -> host.access().holds(principal));
        }
    }

    /** Who is signed in on this request; null when nobody is. */
    public @Nullable Principal principal(RoutingContext context) {
        var cookie = context.request().getCookie(SESSION_COOKIE);
        return cookie == null ? null : host.access().session(cookie.getValue());
    }

    private void signedIn(RoutingContext context, Role least, Function<PageCall, Future<PageReply>> handler) {
        signedIn(context, who -> who.role().covers(least), least, handler);
    }

    private void signedIn(
            RoutingContext context,
            Predicate<Principal> mayEnter,
            Role least,
            Function<PageCall, Future<PageReply>> handler) {
        var principal = principal(context);
        var cookie = context.request().getCookie(SESSION_COOKIE);
        if (principal == null && cookie != null && host.access().isSessionUntold(cookie.getValue())) {
            // Who has just been added, or signs in for the first time, is known here in a moment.
            context.request().pause();
            host.secondLook()
                    .again("session " + Sha256.hex(cookie.getValue()), () -> principal(context))
                    .onSuccess(found -> {
                        context.request().resume();
                        entered(context, found.orElse(null), mayEnter, least, handler);
                    })
                    .onFailure(context::fail);
        } else {
            entered(context, principal, mayEnter, least, handler);
        }
    }

    private void entered(
            RoutingContext context,
            @Nullable Principal principal,
            Predicate<Principal> mayEnter,
            Role least,
            Function<PageCall, Future<PageReply>> handler) {
        if (principal == null) {
            askToSignIn(context);
        } else if (!mayEnter.test(principal)) {
            refuse(context, principal, 403, "This page needs the role " + least.word() + ". Ask an admin for it.");
        } else {
            run(context, principal, principal.csrf(), handler);
        }
    }

    /** A form that was filled in comes back with its fields; a part of a page stays as it was, and the page says why. */
    private void askToSignIn(RoutingContext context) {
        if (context.request().headers().contains("HX-Request")) {
            context.response().setStatusCode(401).end();
        } else if (context.request().method().equals(HttpMethod.POST) && isOurs(context)) {
            giveBack(context, null, 401);
        } else {
            var next = context.request().method().equals(HttpMethod.GET)
                    ? "?next=" + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8)
                    : "";
            context.response()
                    .setStatusCode(303)
                    .putHeader("Location", "/sign-in" + next)
                    .end();
        }
    }

    /** Whether a form stands on a page of ours: browsers say so in a header that no page can write. */
    private boolean isOurs(RoutingContext context) {
        var origin = context.request().getHeader("Origin");
        var console = host.settings().consoleUrl();
        return origin != null && origin.equals(console.getScheme() + "://" + console.getAuthority());
    }

    private void giveBack(RoutingContext context, @Nullable Principal principal, int status) {
        var fields = context.request().formAttributes().entries().stream()
                .filter(field -> !field.getKey().equals("csrf"))
                .toList();
        var view = view(context, principal);
        var title = principal == null ? "You are signed out" : "Send it again?";
        Map<String, Object> params = Map.of("view", view, "title", title, "fields", fields);
        Content content = output -> layout.render("again.jte", params, output);
        send(context, status, layout(context, view, title, "", content));
    }

    private View view(RoutingContext context, @Nullable Principal principal) {
        var csrf = principal == null ? "" : principal.csrf();
        return new View(principal, csrf, host.clock().instant(), assets, context.normalizedPath(), links);
    }

    private void run(
            RoutingContext context,
            @Nullable Principal principal,
            String csrf,
            Function<PageCall, Future<PageReply>> handler) {
        var view = new View(principal, csrf, host.clock().instant(), assets, context.normalizedPath(), links);
        if (context.request().method().equals(HttpMethod.POST) && !sameToken(context, csrf)) {
            if (context.request().headers().contains("HX-Request")) {
                context.response().setStatusCode(412).end();
            } else if (principal != null && isOurs(context)) {
                giveBack(context, principal, 403);
            } else {
                refuse(
                        context,
                        principal,
                        403,
                        "This form is too old. Go back, load the page again, and send it once more.");
            }
            return;
        }
        var unstorable = unstorable(context);
        if (unstorable != null) {
            refuse(
                    context,
                    principal,
                    400,
                    "The field “" + unstorable + "” " + Characters.REFUSED + ". Go back and take it out.");
            return;
        }
        try {
            handler.apply(new PageCall(context, principal, view, theme -> keepTheme(context, theme)))
                    .onSuccess(reply -> answer(context, view, reply))
                    .onFailure(context::fail);
        } catch (RuntimeException thrown) {
            context.fail(thrown);
        }
    }

    /** The first field that cannot be kept; null when all can. */
    private static @Nullable String unstorable(RoutingContext context) {
        return Stream.of(context.request().formAttributes(), context.queryParams())
                .flatMap(fields -> fields.entries().stream())
                .filter(field -> !Characters.canBeStored(field.getValue()))
                .map(field -> Characters.canBeStored(field.getKey()) ? field.getKey() : "?")
                .findFirst()
                .orElse(null);
    }

    private static boolean sameToken(RoutingContext context, String csrf) {
        var sent = context.request().getFormAttribute("csrf");
        return sent != null
                && !csrf.isEmpty()
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
    }

    /** Before sign-in there is no session to tie a form to: a random cookie takes its place (double submit). */
    private String formToken(RoutingContext context) {
        var cookie = context.request().getCookie(FORM_COOKIE);
        if (cookie != null && cookie.getValue().length() == 32) {
            return cookie.getValue();
        }
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        context.response().addCookie(cookie(FORM_COOKIE, token));
        return token;
    }

    private void answer(RoutingContext context, View view, PageReply reply) {
        switch (reply) {
            case PageReply.Redirect redirect -> redirect(context, view, redirect);
            case Page page -> {
                try {
                    render(context, view, page);
                } catch (RuntimeException | StackOverflowError broken) {
                    // Whatever a template stumbles over, the one who asked gets an answer.
                    context.fail(broken);
                }
            }
        }
    }

    /** Over TLS where people reach the console by it. */
    private Cookie cookie(String name, String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure("https".equals(host.settings().consoleUrl().getScheme()))
                .setSameSite(CookieSameSite.LAX);
    }

    private void redirect(RoutingContext context, View view, PageReply.Redirect redirect) {
        if (redirect.flash() != null) {
            context.response()
                    .addCookie(cookie(FLASH_COOKIE, redirect.flash().cookie(view.csrf()))
                            .setMaxAge(60));
        }
        context.response()
                .setStatusCode(303)
                .putHeader("Location", redirect.path())
                .end();
    }

    private void render(RoutingContext context, View view, Page page) {
        var params = new HashMap<>(page.params());
        params.put("view", view);
        Content content = output -> pages.render(page.template(), params, output);
        send(context, page.status(), layout(context, view, page.title(), page.section(), content));
    }

    private String layout(RoutingContext context, View view, String title, String section, Content content) {
        var output = new StringOutput();
        Map<String, Object> params = new HashMap<>();
        params.put("view", view);
        params.put("title", title);
        params.put("section", section);
        params.put("flash", flash(context, view));
        params.put("theme", theme(context));
        params.put("content", content);
        layout.render("layout.jte", params, output);
        return output.toString();
    }

    private Flash flash(RoutingContext context, View view) {
        var cookie = context.request().getCookie(FLASH_COOKIE);
        if (cookie == null) {
            return Flash.NONE;
        }
        context.response().addCookie(cookie(FLASH_COOKIE, "").setMaxAge(0));
        return Flash.of(cookie.getValue(), view.csrf());
    }

    private void failed(RoutingContext context, Problem problem) {
        var instance = problem.instance() == null ? "" : " (" + problem.instance() + ")";
        refuse(
                context,
                principal(context),
                problem.status(),
                (problem.detail() == null ? problem.title() + "." : problem.detail()) + instance);
    }

    private void refuse(RoutingContext context, @Nullable Principal principal, int status, String words) {
        var title =
                status == 404 ? "There is nothing here" : status < 500 ? "This is not possible" : "This did not work";
        var view = view(context, principal);
        Content content = output -> layout.render("refused.jte", Map.of("title", title, "words", words), output);
        send(context, status, layout(context, view, title, "", content));
    }

    private static void send(RoutingContext context, int status, String html) {
        Failures.askAgain(context.response(), status);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store")
                .end(html);
    }
}
