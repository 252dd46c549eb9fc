package dev.belfry.oncall.identity.signin;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The pages of signing in, and signing out. */
public final class SigninPages {
    private static final String STEP_COOKIE = "belfry_step";
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;
    static final int LONGEST_EMAIL = 254;

    private final SigninCommands commands;
    private final boolean secure;
    private final boolean provider;

    /**
     * @param secure whether the console is reached by https, so that the cookie may not travel otherwise
     * @param provider whether there is a provider to sign in with
     */
    public SigninPages(SigninCommands commands, boolean secure, boolean provider) {
        this.provider = provider;
        this.commands = commands;
        this.secure = secure;
    }

    public void on(Console console) {
        console.open(HttpMethod.GET, "/sign-in", this::show);
        console.open(HttpMethod.POST, "/sign-in", this::signIn);
        console.open(
                HttpMethod.GET,
                "/sign-in/code",
                call -> Future.succeededFuture(codePage(200, "", ReturnPath.of(call.query("next")))));
        console.open(HttpMethod.POST, "/sign-in/code", this::code);
        console.open(
                HttpMethod.GET,
                "/sign-in/new-password",
                call -> Future.succeededFuture(passwordPage(200, "", ReturnPath.of(call.query("next")))));
        console.open(HttpMethod.POST, "/sign-in/new-password", this::newPassword);
        console.post("/sign-out", Role.VIEWER, this::signOut);
    }

    private Future<PageReply> show(PageCall call) {
        String next = ReturnPath.of(call.query("next"));
        return Future.succeededFuture(call.signedIn() ? PageReply.redirect(next, null) : page(200, "", "", next));
    }

    private Future<PageReply> signIn(PageCall call) {
        String email = call.form("email");
        String next = ReturnPath.of(call.form("next"));
        String password = call.context().request().getFormAttribute("password");
        if (email.isEmpty()
                || email.length() > LONGEST_EMAIL
                || password == null
                || password.isEmpty()
                || password.length() > LONGEST_PASSWORD) {
            return Future.succeededFuture(page(422, "Enter your e-mail address and your password.", email, next));
        }
        return commands.signIn(email, password, place(call))
                .map(attempt -> answer(
                        call,
                        attempt,
                        next,
                        (status, error) -> page(
                                status,
                                error.isEmpty() ? "This e-mail address and password do not belong together." : error,
                                email,
                                next)));
    }

    private Future<PageReply> code(PageCall call) {
        String next = ReturnPath.of(call.form("next"));
        return commands.code(step(call), call.form("code"), place(call))
                .map(attempt -> answer(
                        call,
                        attempt,
                        next,
                        (status, error) -> codePage(
                                status,
                                error.isEmpty()
                                        ? "This code is not the one your authenticator shows now, or it was used already."
                                        : error,
                                next)));
    }

    private Future<PageReply> newPassword(PageCall call) {
        String next = ReturnPath.of(call.form("next"));
        String password = call.context().request().getFormAttribute("password");
        if (password == null || password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            return Future.succeededFuture(passwordPage(422, "Choose a password of 12 to 200 characters.", next));
        }
        return commands.newPassword(step(call), password, place(call))
                .map(attempt -> answer(
                        call,
                        attempt,
                        next,
                        (status, error) -> passwordPage(status, error.isEmpty() ? "Choose another." : error, next)));
    }

    /** Shows the form again with what is wrong; an empty error says that what was entered was wrong. */
    interface Again {
        Page page(int status, String error);
    }

    PageReply answer(PageCall call, Attempt attempt, String next, Again again) {
        return switch (attempt) {
            case Attempt.SignedIn in -> enter(call, in, next);
            case Attempt.CodeNeeded needed -> further(call, needed.step(), "/sign-in/code", next);
            case Attempt.PasswordNeeded needed -> further(call, needed.step(), "/sign-in/new-password", next);
            case Attempt.Wrong wrong -> again.page(401, "");
            case Attempt.TooLate late -> page(401, "That took too long, or was done already. Sign in again.", "", next);
            case Attempt.TooMany tooMany -> tooMany(call, tooMany.pause(), again);
        };
    }

    static PageReply tooMany(PageCall call, Duration pause, Again again) {
        long seconds = Math.max(1, pause.toSeconds());
        call.context().response().putHeader("Retry-After", Long.toString(seconds));
        return again.page(429, "Too many attempts. Try again in " + words(seconds) + ".");
    }

    private PageReply further(PageCall call, String step, String path, String next) {
        keepStep(call, step);
        return PageReply.redirect(path + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8), null);
    }

    /** Gives the browser its session, and the colours its owner has chosen. */
    public PageReply enter(PageCall call, Attempt.SignedIn in, String next) {
        call.context().response().addCookie(stepCookie("").setMaxAge(0));
        call.context()
                .response()
                .addCookie(
                        cookie(Console.SESSION_COOKIE, in.token(), "/").setMaxAge(SessionToken.LIFETIME.toSeconds()));
        call.keepTheme(in.theme());
        return PageReply.redirect(next, null);
    }

    /** Gives the browser what it brings along to the next step. */
    public void keepStep(PageCall call, String step) {
        call.context().response().addCookie(stepCookie(step).setMaxAge(SessionToken.STEP.toSeconds()));
    }

    /** The sign-in page with what went wrong. */
    public Page again(int status, String error, String next) {
        return page(status, error, "", next);
    }

    private Future<PageReply> signOut(PageCall call) {
        Principal principal = call.principal();
        call.context()
                .response()
                .addCookie(cookie(Console.SESSION_COOKIE, "", "/").setMaxAge(0));
        Future<Void> revoked = principal.sessionId() == null || principal.userId() == null
                ? Future.succeededFuture()
                : commands.signOut(CallerRoutes.of(call, Role.VIEWER), principal.userId(), principal.sessionId());
        return revoked.map(done -> PageReply.redirect("/sign-in", "You are signed out."));
    }

    private Cookie stepCookie(String step) {
        return cookie(STEP_COOKIE, step, "/sign-in");
    }

    Cookie cookie(String name, String value, String path) {
        return Cookie.cookie(name, value)
                .setPath(path)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    public static String step(PageCall call) {
        Cookie cookie = call.context().request().getCookie(STEP_COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    public static SigninCommands.Place place(PageCall call) {
        String agent = call.context().request().getHeader("User-Agent");
        return new SigninCommands.Place(CallerRoutes.address(call.context()), agent == null ? "" : agent);
    }

    private Page page(int status, String error, String email, String next) {
        return new Page(
                status,
                "Sign in",
                "",
                "sign-in.jte",
                Map.of("error", error, "email", email, "next", next, "provider", provider));
    }

    private static Page codePage(int status, String error, String next) {
        return new Page(status, "Sign in", "", "sign-in-code.jte", Map.of("error", error, "next", next));
    }

    private static Page passwordPage(int status, String error, String next) {
        return new Page(status, "Choose a password", "", "sign-in-password.jte", Map.of("error", error, "next", next));
    }

    private static String words(long seconds) {
        return seconds < 60 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }
}
