package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cookies travel over TLS only where people reach the console over TLS. */
@ExtendWith(Engines.class)
class CookiesIT {

    @ParameterizedTest
    @CsvSource({"https://belfry.example.net, true", "http://127.0.0.1:8080, false"})
    void everyCookieIsSecureWhereTheOriginIs(URI console, boolean secure) {
        var house = new OncallHarness(null, console);
        try {
            String email = "bea." + OncallHarness.fresh() + "@example.net";
            house.create(
                    "/api/v1/users",
                    new JsonObject()
                            .put("name", "Bea Example")
                            .put("email", email)
                            .put("password", OncallHarness.PASSWORD)
                            .put("mustChangePassword", true));
            var set = new ArrayList<String>();
            var browser = new Browser(house);
            set.addAll(browser.get("/sign-in").cookies());
            set.addAll(browser.signIn(email, OncallHarness.PASSWORD, "/profile").cookies());
            set.addAll(browser.post(
                            "/sign-in/new-password",
                            "/sign-in/new-password",
                            Map.of("password", "another correct horse", "next", "/profile"))
                    .cookies());
            set.addAll(browser.post("/sign-out", "/profile", Map.of()).cookies());

            assertThat(set.stream().map(cookie -> cookie.split("=", 2)[0]))
                    .as("those of a form, of a step before the session, of the session and of a notice")
                    .containsAll(List.of("belfry_form", "belfry_step", "belfry_session", "belfry_flash"));
            assertThat(set)
                    .allSatisfy(cookie ->
                            assertThat(cookie.contains("; Secure")).as(cookie).isEqualTo(secure));
        } finally {
            house.close();
        }
    }
}
