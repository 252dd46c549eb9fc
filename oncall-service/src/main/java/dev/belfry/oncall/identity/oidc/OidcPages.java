package dev.belfry.oncall.identity.oidc;

import dev.belfry.oncall.identity.signin.ReturnPath;
import dev.belfry.oncall.identity.signin.SigninCommands;
import dev.belfry.oncall.identity.signin.SigninPages;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Sha256;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the provider and back: authorization code with PKCE (RFC 7636), state and nonce. */
public final class OidcPages {
    private static final Logger LOG = LoggerFactory.getLogger(OidcPages.class);
    private static final String STEP = "provider";
    private static final String AWAY =
            "Your organisation's sign-in cannot be reached. Try again, or sign in with a password of Belfry's own.";

    private final OidcSettings settings;
    private final ProviderClient provider;
    private final OidcCommands commands;
    private final SigninCommands signin;
    private final SigninPages pages;
    private final RandomGenerator random;

    public OidcPages(
            OidcSettings settings,
            ProviderClient provider,
            OidcCommands commands,
            SigninCommands signin,
            SigninPages pages,
            RandomGenerator random) {
        this.settings = settings;
        this.provider = provider;
        this.commands = commands;
        this.signin = signin;
        this.pages = pages;
        this.random = random;
    }

    public void on(Console console) {
        console.open(HttpMethod.GET, "/sign-in/oidc", this::go);
        console.open(HttpMethod.GET, OidcSettings.CALLBACK, this::back);
    }

    private Future<PageReply> go(PageCall call) {
        String next = ReturnPath.of(call.query("next"));
        String state = chance();
        String nonce = chance();
        String verifier = chance();
        return provider.provider()
                .<PageReply>map(known -> {
                    pages.keepStep(
                            call,
                            signin.step(
                                    STEP, Map.of("state", state, "nonce", nonce, "verifier", verifier, "next", next)));
                    String address = known.authorizationEndpoint();
                    return PageReply.redirect(
                            address + (address.contains("?") ? "&" : "?") + "response_type=code&client_id="
                                    + encode(settings.clientId()) + "&redirect_uri="
                                    + encode(settings.redirect().toString()) + "&scope="
                                    + encode("openid profile email") + "&state=" + state + "&nonce=" + nonce
                                    + "&code_challenge=" + challenge(verifier) + "&code_challenge_method=S256",
                            null);
                })
                .otherwise(away -> away(away, next));
    }

    private Future<PageReply> back(PageCall call) {
        Map<String, String> step = signin.read(STEP, SigninPages.step(call));
        String next = ReturnPath.of(step.get("next"));
        String state = step.getOrDefault("state", "");
        String told = call.query("state");
        if (state.isEmpty() || told == null || !same(state, told)) {
            return Future.succeededFuture(
                    pages.again(400, "This sign-in was not begun here, or too long ago. Begin again.", next));
        }
        String code = call.query("code");
        if (code == null || code.isEmpty()) {
            return Future.succeededFuture(pages.again(401, "The provider did not sign you in.", next));
        }
        return commands.enter(
                        code,
                        step.getOrDefault("verifier", ""),
                        step.getOrDefault("nonce", ""),
                        SigninPages.place(call))
                .map(entry -> switch (entry) {
                    case OidcCommands.Entry.In in -> pages.enter(call, in.session(), next);
                    case OidcCommands.Entry.Refused refused -> pages.again(403, refused.why(), next);
                })
                .otherwise(away -> away(away, next));
    }

    private PageReply away(Throwable why, String next) {
        LOG.atWarn().setCause(why).log("the sign-in provider cannot be used");
        return pages.again(503, AWAY, next);
    }

    /** 256 bits, in 43 characters: also what PKCE asks of a verifier. */
    private String chance() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return text(bytes);
    }

    private static String challenge(String verifier) {
        return text(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
