package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One's own account in the console. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileIT {
    private static final String FIRST = "the first password";

    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aPasswordThatSomebodyElseChoseIsGoodForChoosingAnotherOnly() {
        String email = person(true);
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        HttpResponse<?> first = browser.signIn(email, FIRST, "/profile");
        assertThat(first.getHeader("Location")).isEqualTo("/sign-in/new-password?next=%2Fprofile");
        assertThat(browser.cookie("belfry_session")).isEmpty();
        HttpResponse<?> weak =
                browser.post("/sign-in/new-password", first.getHeader("Location"), Map.of("password", "short"));
        assertThat(weak.statusCode()).isEqualTo(422);
        HttpResponse<?> in = browser.post(
                "/sign-in/new-password",
                first.getHeader("Location"),
                Map.of("password", "my own password", "next", "/profile"));
        assertThat(in.getHeader("Location")).isEqualTo("/profile");
        eventually(() -> browser.get("/profile").statusCode() == 200);
        Browser again = new Browser(house);
        again.get("/sign-in");
        assertThat(again.signIn(email, FIRST, "/").statusCode()).isEqualTo(401);
    }

    @Test
    void theSecondFactorIsAskedForAndNoCodeIsTakenTwice() {
        String email = person(false);
        Browser browser = signedIn(email);
        String secret = secret(browser.get("/profile/second-factor").bodyAsString());
        assertThat(browser.post(
                                "/profile/second-factor",
                                "/profile/second-factor",
                                Map.of("secret", secret, "code", "000000", "password", FIRST))
                        .statusCode())
                .isEqualTo(422);
        String code = authenticator(secret, Instant.now());
        HttpResponse<?> on = browser.post(
                "/profile/second-factor",
                "/profile/second-factor",
                Map.of("secret", secret, "code", code, "password", FIRST));
        assertThat(on.statusCode()).as(on.bodyAsString()).isEqualTo(200);
        List<String> codes = Pattern.compile("(?:[2-9a-z]{4}-){3}[2-9a-z]{4}")
                .matcher(on.bodyAsString())
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(codes).hasSize(10);

        Browser second = new Browser(house);
        second.get("/sign-in");
        HttpResponse<?> step = second.signIn(email, FIRST, "/profile");
        assertThat(step.getHeader("Location")).startsWith("/sign-in/code");
        assertThat(second.cookie("belfry_session")).isEmpty();
        Browser thief = new Browser(house);
        thief.keep("belfry_session", second.cookie("belfry_step"));
        assertThat(thief.get("/profile").statusCode())
                .as("the step is no session")
                .isEqualTo(303);
        assertThat(code(second, code).statusCode()).as("used at the set-up").isEqualTo(401);
        assertThat(code(second, codes.getFirst()).statusCode()).isEqualTo(303);
        eventually(() -> second.get("/profile").statusCode() == 200);
        assertThat(second.get("/profile").bodyAsString()).contains("9 unused recovery codes");

        Browser third = new Browser(house);
        third.get("/sign-in");
        third.signIn(email, FIRST, "/");
        assertThat(code(third, codes.getFirst()).statusCode()).as("each once").isEqualTo(401);
        String later = authenticator(secret, Instant.now().plusSeconds(30));
        assertThat(code(third, later).statusCode()).isEqualTo(303);

        HttpResponse<?> off =
                third.post("/profile/second-factor/off", "/profile", Map.of("password", "not the password"));
        eventually(() -> third.get("/profile").statusCode() == 200);
        assertThat(off.statusCode()).isIn(422, 303);
        assertThat(third.post("/profile/second-factor/off", "/profile", Map.of("password", FIRST))
                        .statusCode())
                .isEqualTo(303);
        eventually(() -> second.get("/profile").statusCode() == 303);
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() {
        String email = person(false);
        Browser here = signedIn(email);
        Browser there = signedIn(email);
        assertThat(here.get("/profile").bodyAsString()).contains("this one").contains("End session");
        assertThat(here.post("/profile/password", "/profile", Map.of("password", "wrong", "next", "a new password"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(here.post("/profile/password", "/profile", Map.of("password", FIRST, "next", "a new password"))
                        .statusCode())
                .isEqualTo(303);
        eventually(() -> there.get("/profile").statusCode() == 303);
        assertThat(here.get("/profile").statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsDeactivatedOrHasANewPasswordFromAnAdministratorIsSignedOut() {
        String email = person(false);
        Browser browser = signedIn(email);
        JsonObject user = house.items("/api/v1/users?limit=200").stream()
                .filter(one -> one.getString("email").equals(email))
                .findFirst()
                .orElseThrow();
        String path = "/api/v1/users/" + user.remove("id");
        house.send(HttpMethod.PUT, path, user.copy().put("password", "set by an administrator"), Map.of());
        eventually(() -> browser.get("/profile").statusCode() == 303);
    }

    @Test
    void aTokenOfOnesOwnIsMadeUsedAndRevoked() {
        Browser browser = signedIn(person(false));
        Map<String, String> wish = Map.of("name", "Laptop", "role", "responder", "days", "30");
        HttpResponse<?> made = browser.post("/profile/tokens", "/profile", wish);
        Matcher secret = Pattern.compile("blf_\\w{8}_\\w{40}").matcher(made.bodyAsString());
        assertThat(secret.find()).isTrue();
        eventually(() -> house.web()
                        .get(house.host().httpPort(), "127.0.0.1", "/api/v1/oncall")
                        .bearerTokenAuthentication(secret.group())
                        .send()
                        .await()
                        .statusCode()
                == 200);
        assertThat(browser.post("/profile/tokens", "/profile", Map.of("name", "More", "role", "admin", "days", "30"))
                        .statusCode())
                .as("not more than one's own role")
                .isEqualTo(422);
        Matcher revoke = Pattern.compile("/profile/tokens/([0-9a-f-]{36})/revoke")
                .matcher(browser.get("/profile").bodyAsString());
        assertThat(revoke.find()).isTrue();
        Browser other = signedIn(person(false));
        other.post(revoke.group(), "/profile", Map.of());
        assertThat(browser.get("/profile").bodyAsString())
                .as("nobody else's to revoke")
                .contains(revoke.group(1));
        browser.post(revoke.group(), "/profile", Map.of());
        assertThat(browser.get("/profile").bodyAsString()).doesNotContain(revoke.group(1));
    }

    private HttpResponse<?> code(Browser browser, String code) {
        return browser.post("/sign-in/code", "/sign-in/code", Map.of("code", code, "next", "/profile"));
    }

    private static String secret(String page) {
        Matcher field =
                Pattern.compile("name=\"secret\" value=\"([A-Z2-7]{32})\"").matcher(page);
        assertThat(field.find()).as(page).isTrue();
        assertThat(page).contains("<svg class=\"qr\"").contains("otpauth://totp/Belfry:");
        return field.group(1);
    }

    /** Another implementation than the one under test: what a phone would show. */
    private static String authenticator(String secret, Instant at) {
        byte[] key = new java.math.BigInteger(
                        secret.chars()
                                .mapToObj(letter -> String.format(
                                        java.util.Locale.ROOT,
                                        "%5s",
                                        Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter))))
                                .collect(java.util.stream.Collectors.joining())
                                .replace(' ', '0'),
                        2)
                .toByteArray();
        byte[] whole = new byte[20];
        int length = Math.min(20, key.length);
        System.arraycopy(key, key.length - length, whole, 20 - length, length);
        byte[] counter = java.nio.ByteBuffer.allocate(8)
                .putLong(at.getEpochSecond() / 30)
                .array();
        byte[] hash = hmac(whole, counter);
        int number = java.nio.ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
        return String.format(java.util.Locale.ROOT, "%06d", number % 1_000_000);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        var mac = new org.bouncycastle.crypto.macs.HMac(new org.bouncycastle.crypto.digests.SHA1Digest());
        mac.init(new org.bouncycastle.crypto.params.KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[20];
        mac.doFinal(out, 0);
        return out;
    }

    private String person(boolean mustChange) {
        String email = "eva." + fresh() + "@example.net";
        JsonObject draft = new JsonObject()
                .put("name", "Eva Example")
                .put("email", email)
                .put("password", FIRST)
                .put("mustChangePassword", mustChange);
        UUID id = house.create("/api/v1/users", draft);
        assertThat(id).isNotNull();
        return email;
    }

    private Browser signedIn(String email) {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        assertThat(browser.signIn(email, FIRST, "/").statusCode()).isEqualTo(303);
        eventually(() -> browser.get("/profile").statusCode() == 200);
        return browser;
    }
}
