package dev.belfry.oncall.signin;

import dev.belfry.oncall.access.CallerRoutes;
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
import java.time.Instant;
import java.util.Map;

/** The sign-in page and signing out. */
public final class SigninPages {
    private final SigninCommands commands;
    private final boolean secure;

    /** @param secure whether the console is reached by https, so that the cookie may not travel otherwise */
    public SigninPages(SigninCommands commands, boolean secure) {
        this.commands = commands;
        this.secure = secure;
    }

    public void on(Console console) {
        console.open(HttpMethod.GET, "/sign-in", this::show);
        console.open(HttpMethod.POST, "/sign-in", this::signIn);
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
        if (email.isEmpty() || password == null || password.isEmpty()) {
            return Future.succeededFuture(page(422, "Enter your e-mail address and your password.", email, next));
        }
        return commands.signIn(email, password, CallerRoutes.address(call.context()))
                .map(attempt -> switch (attempt) {
                    case SigninCommands.Attempt.SignedIn in -> {
                        call.context()
                                .response()
                                .addCookie(cookie(in.token()).setMaxAge(SessionToken.LIFETIME.toSeconds()));
                        yield PageReply.redirect(next, null);
                    }
                    case SigninCommands.Attempt.Wrong wrong ->
                        page(401, "This e-mail address and password do not belong together.", email, next);
                    case SigninCommands.Attempt.TooMany tooMany -> {
                        long seconds = Math.max(1, tooMany.pause().toSeconds());
                        call.context().response().putHeader("Retry-After", Long.toString(seconds));
                        yield page(429, "Too many attempts. Try again in " + words(seconds) + ".", email, next);
                    }
                });
    }

    private Future<PageReply> signOut(PageCall call) {
        Principal principal = call.principal();
        call.context().response().addCookie(cookie("").setMaxAge(0));
        Instant expiry = principal.expiresAt();
        Future<Void> revoked = principal.sessionId() == null || expiry == null
                ? Future.succeededFuture()
                : commands.signOut(principal.sessionId(), expiry);
        return revoked.map(done -> PageReply.redirect("/sign-in", "You are signed out."));
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(Console.SESSION_COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    private static Page page(int status, String error, String email, String next) {
        return new Page(status, "Sign in", "", "sign-in.jte", Map.of("error", error, "email", email, "next", next));
    }

    private static String words(long seconds) {
        return seconds < 60 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }
}
