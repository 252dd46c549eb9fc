package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.oidc.GroupRoles;
import dev.belfry.oncall.identity.oidc.OidcSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in with a real OpenID provider, over HTTP. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {
    private static final String ISSUER = "example";

    private final MockOAuth2Server provider = new MockOAuth2Server(new OAuth2Config(
            false, null, null, false, new OAuth2TokenProvider(), java.util.Set.of(), new NettyWrapper(null)));
    private OncallHarness house;

    @BeforeAll
    void open() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        house = new OncallHarness(new OidcSettings(
                "http://127.0.0.1:" + port + "/" + ISSUER,
                "belfry",
                "a secret: of ours",
                "groups",
                GroupRoles.parse("belfry-admins=admin, everybody=viewer, payments=manager@Payments"),
                URI.create("http://127.0.0.1:8080" + OidcSettings.CALLBACK)));

        Browser browser = new Browser(house);
        HttpResponse<?> away = browser.get("/sign-in/oidc?next=/on-call");
        assertThat(away.statusCode()).as("the provider is down").isEqualTo(503);
        assertThat(away.bodyAsString()).contains("cannot be reached").contains("value=\"/on-call\"");
        assertThat(browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/")
                        .statusCode())
                .as("a local administrator gets in all the same")
                .isEqualTo(303);
        provider.start(InetAddress.getLoopbackAddress(), port);
    }

    @AfterAll
    void close() {
        house.close();
        provider.shutdown();
    }

    @Test
    void whoTheProviderVouchesForIsMadeAndHasWhatTheirGroupsMean() {
        UUID team = house.create("/api/v1/teams", new JsonObject().put("name", "Payments"));
        String email = "fay." + fresh() + "@example.net";
        Browser browser = new Browser(house);
        HttpResponse<?> in = arrive(browser, go(browser), claims("fay", email, true, "everybody", "payments"));
        assertThat(in.statusCode()).as(in.bodyAsString()).isEqualTo(303);
        assertThat(in.getHeader("Location")).isEqualTo("/profile");
        eventually(() -> browser.get("/profile").statusCode() == 200);
        assertThat(browser.get("/profile").bodyAsString())
                .contains("Fay Example")
                .contains("no password here");
        JsonObject fay = user(email).orElseThrow();
        assertThat(fay.getString("role")).isEqualTo("viewer");
        assertThat(house.get("/api/v1/teams/" + team).bodyAsJsonObject().getJsonObject("roles"))
                .isEqualTo(new JsonObject().put(fay.getString("id"), "manager"));

        Browser again = new Browser(house);
        assertThat(arrive(again, go(again), claims("fay", "fay.new@example.net", true, "belfry-admins"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(user(email).orElseThrow().getString("role")).isEqualTo("admin");
        assertThat(house.get("/api/v1/teams/" + team).bodyAsJsonObject().getJsonArray("members"))
                .isEqualTo(new JsonArray());
    }

    @Test
    void anAccountIsTakenOverOnlyByWhoseAddressTheProviderHasChecked() {
        String email = "gil." + fresh() + "@example.net";
        UUID gil = house.create(
                "/api/v1/users", new JsonObject().put("name", "Gil Example").put("email", email));
        Browser browser = new Browser(house);
        HttpResponse<?> refused = arrive(browser, go(browser), claims("gil", email, false, "everybody"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.bodyAsString()).contains("has not checked it");
        assertThat(arrive(browser, go(browser), claims("gil", email, true, "everybody"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(user(email).orElseThrow().getString("id")).isEqualTo(gil.toString());
        assertThat(arrive(browser, go(browser), claims("mallory", email, true, "everybody"))
                        .statusCode())
                .as("linked with another account already")
                .isEqualTo(403);
    }

    @Test
    void whatDoesNotHoldIsRefused() {
        String email = "hal." + fresh() + "@example.net";
        Browser browser = new Browser(house);
        assertThat(arrive(browser, go(browser), claims("hal", email, true, "strangers"))
                        .bodyAsString())
                .contains("None of your groups has a role");
        String nonce = go(browser).replaceFirst("nonce=[^&]+", "nonce=another");
        assertThat(arrive(browser, nonce, claims("hal", email, true, "everybody"))
                        .bodyAsString())
                .contains("its nonce");
        String state = go(browser).replaceFirst("state=[^&]+", "state=another");
        assertThat(arrive(browser, state).statusCode()).isEqualTo(400);
        Browser other = new Browser(house);
        assertThat(arrive(other, go(browser)).statusCode())
                .as("another browser than the one that began")
                .isEqualTo(400);
        HttpResponse<?> expired = arrive(
                browser, go(browser), token("hal", List.of("belfry"), claimsOf(email, true, "everybody"), -3600));
        assertThat(expired.bodyAsString()).contains("its end");
        assertThat(browser.get(OidcSettings.CALLBACK + "?error=access_denied").statusCode())
                .isEqualTo(400);
        assertThat(user(email)).isEmpty();
        assertThat(house.items("/api/v1/audit-entries?action=session.refused").toString())
                .contains("its nonce")
                .contains("its end");
    }

    /** The address at the provider that the console leads to. */
    private static String go(Browser browser) {
        HttpResponse<?> away = browser.get("/sign-in/oidc?next=/profile");
        assertThat(away.statusCode()).isEqualTo(303);
        assertThat(away.getHeader("Location"))
                .contains("code_challenge_method=S256")
                .contains("state=")
                .contains("nonce=");
        return away.getHeader("Location");
    }

    /** Signs in at the provider and comes back. */
    private HttpResponse<?> arrive(Browser browser, String address, DefaultOAuth2TokenCallback token) {
        provider.enqueueCallback(token);
        return arrive(browser, address);
    }

    private HttpResponse<?> arrive(Browser browser, String address) {
        HttpResponse<?> signed = house.web().getAbs(address).send().await();
        String back = signed.getHeader("Location");
        assertThat(back).as(signed.bodyAsString()).contains("code=");
        URI uri = URI.create(back);
        return browser.get(uri.getRawPath() + "?" + uri.getRawQuery());
    }

    private Optional<JsonObject> user(String email) {
        return house.items("/api/v1/users?limit=200").stream()
                .filter(user -> user.getString("email").equals(email))
                .findFirst();
    }

    private static DefaultOAuth2TokenCallback claims(String subject, String email, boolean verified, String... groups) {
        return token(subject, List.of("belfry"), claimsOf(email, verified, groups), 3600);
    }

    private static Map<String, Object> claimsOf(String email, boolean verified, String... groups) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("email", email);
        claims.put("email_verified", verified);
        claims.put("name", "Fay Example");
        claims.put("groups", List.of(groups));
        return claims;
    }

    private static DefaultOAuth2TokenCallback token(
            String subject, List<String> audience, Map<String, Object> claims, long seconds) {
        return new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", audience, claims, seconds);
    }
}
