package dev.belfry.oncall.identity.signin;

import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import java.security.SecureRandom;
import java.util.Map;

/**
 * {@code /sign-in/link}: asks for a link by mail, and signs in with it. Programs that follow links in mail must not use
 * it up: GET only shows, the button posts.
 */
public final class LinkPages {
    private static final String PATH = "/sign-in/link";
    private static final String KEPT_COOKIE = "belfry_link";

    private final LinkCommands commands;
    private final SigninPages signin;
    private final SecureRandom random;

    public LinkPages(LinkCommands commands, SigninPages signin, SecureRandom random) {
        this.commands = commands;
        this.signin = signin;
        this.random = random;
    }

    public void on(Console console) {
        console.open(HttpMethod.GET, PATH, call -> Future.succeededFuture(page(200, "ask", "", "")));
        console.open(HttpMethod.POST, PATH, this::ask);
        console.open(HttpMethod.GET, PATH + "/:secret", this::show);
        console.open(HttpMethod.POST, PATH + "/:secret", this::use);
    }

    private Future<PageReply> ask(PageCall call) {
        String email = call.form("email");
        if (email.isEmpty() || email.length() > SigninPages.LONGEST_EMAIL) {
            return Future.succeededFuture(page(422, "ask", "Enter the e-mail address you sign in with.", ""));
        }
        // Whoever asks twice may open either mail.
        String before = kept(call);
        String kept = SigninLink.looksLikeHalf(before) ? before : SigninLink.half(random);
        return commands.ask(email, kept, SigninPages.place(call)).map(wait -> {
            if (wait.isPositive()) {
                return SigninPages.tooMany(call, wait, (status, error) -> page(status, "ask", error, ""));
            }
            keep(call, kept, SigninLink.LIFE.toSeconds());
            return page(200, "asked", "", "");
        });
    }

    private Future<PageReply> show(PageCall call) {
        String state = SigninLink.looksLikeHalf(kept(call)) ? "open" : "elsewhere";
        return Future.succeededFuture(page(200, state, "", call.path("secret")));
    }

    private Future<PageReply> use(PageCall call) {
        return commands.use(call.path("secret"), kept(call), SigninPages.place(call))
                .map(attempt -> {
                    if (!(attempt instanceof Attempt.Wrong)) {
                        keep(call, "", 0);
                    }
                    return signin.answer(call, attempt, "/", (status, error) -> page(status, "over", error, ""));
                });
    }

    private void keep(PageCall call, String kept, long seconds) {
        call.context()
                .response()
                .addCookie(signin.cookie(KEPT_COOKIE, kept, PATH).setMaxAge(seconds));
    }

    private static String kept(PageCall call) {
        Cookie cookie = call.context().request().getCookie(KEPT_COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    private static Page page(int status, String state, String error, String secret) {
        return new Page(
                status,
                "Sign in by mail",
                "",
                "sign-in-link.jte",
                Map.of("state", state, "error", error, "link", PATH + (secret.isEmpty() ? "" : "/" + secret)));
    }
}
