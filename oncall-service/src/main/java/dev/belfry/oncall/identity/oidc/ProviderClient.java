package dev.belfry.oncall.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Talks with the provider; what it says of itself is kept for an hour, its keys until one is missing. */
public final class ProviderClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration NOT_SOONER = Duration.ofMinutes(1);

    private record Kept<T>(T value, Instant since) {}

    private final WebClient web;
    private final OidcSettings settings;
    private final InstantSource clock;
    private @Nullable Kept<Provider> provider;
    private @Nullable Kept<JWKSet> keys;

    public ProviderClient(Vertx vertx, OidcSettings settings, InstantSource clock) {
        this.web = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) TIMEOUT.toMillis())
                        .setFollowRedirects(false));
        this.settings = settings;
        this.clock = clock;
    }

    Future<Provider> provider() {
        Kept<Provider> kept = provider;
        if (kept != null && kept.since().plus(KEPT).isAfter(clock.instant())) {
            return Future.succeededFuture(kept.value());
        }
        String address = settings.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration";
        return get(address).map(document -> {
            Provider found = Provider.of(document, settings.issuer());
            if (found == null) {
                throw new IllegalStateException("the discovery document is not that of the issuer");
            }
            provider = new Kept<>(found, clock.instant());
            return found;
        });
    }

    /** @param fresh a key is missing in those that are kept; they are not asked for more than once a minute */
    Future<JWKSet> keys(boolean fresh) {
        Kept<JWKSet> kept = keys;
        Instant now = clock.instant();
        if (kept != null && (!fresh || kept.since().plus(NOT_SOONER).isAfter(now))) {
            return Future.succeededFuture(kept.value());
        }
        return provider().compose(known -> get(known.keysUri())).map(document -> {
            try {
                JWKSet found = JWKSet.parse(document.encode());
                keys = new Kept<>(found, now);
                return found;
            } catch (ParseException unreadable) {
                throw new IllegalStateException("the provider's keys cannot be read", unreadable);
            }
        });
    }

    /** The id token for the code (RFC 6749 section 4.1.3, RFC 7636 section 4.5); null when the provider refuses the code. */
    Future<@Nullable String> exchange(String code, String verifier) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "authorization_code")
                .add("code", code)
                .add("redirect_uri", settings.redirect().toString())
                .add("code_verifier", verifier);
        String secret = settings.clientSecret();
        if (secret == null) {
            form.add("client_id", settings.clientId());
        }
        return provider().compose(known -> {
            var request = web.postAbs(known.tokenEndpoint())
                    .timeout(TIMEOUT.toMillis())
                    .putHeader("Accept", "application/json");
            if (secret != null) {
                // Both parts are form-encoded first (RFC 6749, section 2.3.1).
                request.basicAuthentication(encode(settings.clientId()), encode(secret));
            }
            return request.sendForm(form).map(answer -> {
                if (answer.statusCode() >= 500) {
                    throw new IllegalStateException("the provider answered " + answer.statusCode());
                }
                return answer.statusCode() == 200 ? object(answer).getString("id_token") : null;
            });
        });
    }

    private Future<JsonObject> get(String address) {
        return web.getAbs(address)
                .timeout(TIMEOUT.toMillis())
                .putHeader("Accept", "application/json")
                .send()
                .map(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(address + " answered " + answer.statusCode());
                    }
                    return object(answer);
                });
    }

    private static JsonObject object(HttpResponse<Buffer> answer) {
        JsonObject body = answer.bodyAsJsonObject();
        return body == null ? new JsonObject() : body;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
