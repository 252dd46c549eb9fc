package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way in by mail: for its owner, once, from the browser that asked, and for nobody else. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigninLinkIT {
    private static final String LINK = "/sign-in/link";
    private static int addresses = 1;

    private OncallHarness house;

    private record Owner(UUID id, String email) {}

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whoIsLockedOutSignsInByMailAndMayGuessAgainFromThereOnly() {
        Owner eva = owner();
        Browser office = new Browser(house).from("203.0.113.200");
        Browser elsewhere = new Browser(house).from("203.0.113.201");
        lockOut(office, eva);
        lockOut(elsewhere, eva);

        assertThat(ask(office, eva).statusCode()).isEqualTo(200);
        NoticeRequest mail = mail(eva, 1);
        String link = link(eva, 1);
        assertThat(mail.confidential()).isTrue();
        assertThat(mail.text()).contains("203.0.113.200", "15 minutes");
        assertThat(office.get(link).bodyAsString()).contains("Sign in</button>");
        assertThat(office.get(link).statusCode())
                .as("looking at it does not use it up")
                .isEqualTo(200);
        HttpResponse<?> in = office.post(link, link, Map.of());
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.getHeader("Location")).isEqualTo("/");
        eventually(() -> office.get("/profile").statusCode() == 200);
        assertThat(house.items("/api/v1/audit-entries?object=" + eva.id()).stream()
                        .map(entry -> entry.getString("action")))
                .contains("session.link-asked", "session.started");

        Browser again = new Browser(house).from("203.0.113.200");
        again.get("/sign-in");
        assertThat(again.signIn(eva.email(), OncallHarness.PASSWORD, "/").statusCode())
                .isEqualTo(303);
        elsewhere.get("/sign-in");
        assertThat(elsewhere.signIn(eva.email(), OncallHarness.PASSWORD, "/").statusCode())
                .isEqualTo(429);
    }

    @Test
    void theLinkWorksOnceAndNotAfterAQuarterOfAnHour() {
        Owner eva = owner();
        Browser browser = stranger();
        ask(browser, eva);
        String link = link(eva, 1);
        String kept = browser.cookie("belfry_link");
        assertThat(browser.post(link, link, Map.of()).statusCode()).isEqualTo(303);
        Browser second = stranger();
        second.keep("belfry_link", kept);
        refused(second.post(link, LINK, Map.of()), second);

        ask(second, eva);
        String late = link(eva, 2);
        house.sql("update sign_in_link set expires_at = now() - interval '1 second'");
        refused(second.post(late, LINK, Map.of()), second);
    }

    @Test
    void neitherHalfOfTheSecretOpensAnything() {
        Owner eva = owner();
        Browser browser = stranger();
        ask(browser, eva);
        String link = link(eva, 1);

        Browser reader = stranger();
        assertThat(reader.get(link).bodyAsString()).contains("asked for in another browser");
        refused(reader.post(link, LINK, Map.of()), reader);
        Browser asker = stranger();
        ask(asker, eva);
        refused(asker.post(link, LINK, Map.of()), asker);
        String guess = LINK + "/" + "A".repeat(32);
        refused(browser.post(guess, LINK, Map.of()), browser);
        refused(browser.post(LINK + "/..%2F..%00", LINK, Map.of()), browser);
        assertThat(house.sql("select from sign_in_link where hash like '%" + link.substring(link.lastIndexOf('/') + 1)
                        + "%'"))
                .as("only a hash is kept")
                .isZero();
        assertThat(browser.post(link, link, Map.of()).statusCode())
                .as("none of this used it up")
                .isEqualTo(303);
    }

    @Test
    void theAnswerIsTheSameWhetherThereIsSuchAnAccount() {
        Owner eva = owner();
        Owner left = owner();
        house.send(
                HttpMethod.PUT,
                "/api/v1/users/" + left.id(),
                new JsonObject()
                        .put("name", "Eva Example")
                        .put("email", left.email())
                        .put("active", false),
                Map.of());
        UUID withoutPassword = house.user("Sam Example");
        String sam =
                house.get("/api/v1/users/" + withoutPassword).bodyAsJsonObject().getString("email");
        Browser browser = stranger();
        HttpResponse<?> known = ask(browser, eva);
        for (String email : new String[] {"nobody." + fresh() + "@example.net", left.email(), sam}) {
            HttpResponse<?> other = ask(stranger(), new Owner(UUID.randomUUID(), email));
            assertThat(other.statusCode()).isEqualTo(known.statusCode());
            assertThat(other.bodyAsString()).isEqualTo(known.bodyAsString());
            assertThat(other.cookies().toString()).contains("belfry_link=");
        }
        mail(eva, 1);
        assertThat(house.notices(left.id())).isEmpty();
        assertThat(house.notices(withoutPassword)).isEmpty();
    }

    @Test
    void howOftenALinkIsMailedIsLimitedForAnAccountAndForAnAddress() {
        Owner eva = owner();
        Browser browser = stranger();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(browser, eva).statusCode()).isEqualTo(200);
        }
        HttpResponse<?> fourth = ask(browser, eva);
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.getHeader("Retry-After")).isNotNull();
        assertThat(ask(stranger(), eva).statusCode())
                .as("a stranger who asks does not keep the owner from asking")
                .isEqualTo(200);
        mail(eva, 4);
        for (int i = 0; i < 7; i++) {
            ask(browser, new Owner(UUID.randomUUID(), "nobody." + fresh() + "@example.net"));
        }
        assertThat(ask(browser, owner()).statusCode()).isEqualTo(429);
    }

    @Test
    void aSecondFactorAndANewPasswordAreStillAskedFor() {
        Owner eva = owner();
        house.sql("update person set totp_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' where id = '" + eva.id() + "'");
        Browser browser = stranger();
        ask(browser, eva);
        String link = link(eva, 1);
        assertThat(browser.post(link, link, Map.of()).getHeader("Location")).startsWith("/sign-in/code");
        assertThat(browser.cookie("belfry_session")).isEmpty();

        Owner fresh = owner();
        house.sql("update person set must_change_password = true where id = '" + fresh.id() + "'");
        ask(browser, fresh);
        String other = link(fresh, 1);
        assertThat(browser.post(other, other, Map.of()).getHeader("Location")).startsWith("/sign-in/new-password");
        assertThat(browser.cookie("belfry_session")).isEmpty();
    }

    @Test
    void aLinkThatWaitsEndsWhenEverySessionOfThePersonEnds() {
        Owner eva = owner();
        Browser browser = stranger();
        ask(browser, eva);
        String link = link(eva, 1);
        house.send(
                HttpMethod.PUT,
                "/api/v1/users/" + eva.id(),
                new JsonObject()
                        .put("name", "Eva Example")
                        .put("email", eva.email())
                        .put("password", "chosen by an admin"),
                Map.of());
        refused(browser.post(link, LINK, Map.of()), browser);
    }

    @Test
    void aFormFromElsewhereNeitherAsksNorSignsIn() {
        Owner eva = owner();
        var hostile = house.web()
                .post(house.host().httpPort(), "127.0.0.1", LINK)
                .putHeader("Origin", "https://evil.example")
                .putHeader("Host", "evil.example")
                .sendForm(MultiMap.caseInsensitiveMultiMap()
                        .add("email", eva.email())
                        .add("csrf", "0".repeat(32)))
                .await();
        assertThat(hostile.statusCode()).isEqualTo(403);
        Browser browser = stranger();
        ask(browser, eva);
        String link = link(eva, 1);
        assertThat(link).startsWith(LINK + "/");
        assertThat(browser.send(link, MultiMap.caseInsensitiveMultiMap().add("csrf", "0".repeat(32)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(LINK, LINK, Map.of("email", "a".repeat(300) + "@example.net"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post(link, link, Map.of()).statusCode()).isEqualTo(303);
    }

    private static void refused(HttpResponse<?> answer, Browser browser) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.bodyAsString()).contains("This link does not work", "Ask for another");
        assertThat(browser.cookie("belfry_session")).isEmpty();
    }

    /** Somebody at an address of their own. */
    private Browser stranger() {
        return new Browser(house).from("198.51.100." + addresses++);
    }

    private Owner owner() {
        String email = "eva." + fresh() + "@example.net";
        UUID id = house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Eva Example")
                        .put("email", email)
                        .put("password", OncallHarness.PASSWORD));
        return new Owner(id, email);
    }

    private static void lockOut(Browser browser, Owner owner) {
        browser.get("/sign-in");
        for (int i = 0; i < 10; i++) {
            assertThat(browser.signIn(owner.email(), "guess " + i, "/").statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<?> locked = browser.signIn(owner.email(), OncallHarness.PASSWORD, "/");
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.bodyAsString()).contains("href=\"/sign-in/link\"");
    }

    private static HttpResponse<?> ask(Browser browser, Owner owner) {
        return browser.post(LINK, LINK, Map.of("email", owner.email()));
    }

    /** The mail number so many to that person. */
    private NoticeRequest mail(Owner owner, int number) {
        eventually(() -> house.notices(owner.id()).size() >= number);
        assertThat(house.notices(owner.id())).hasSize(number);
        return house.notices(owner.id()).get(number - 1);
    }

    private String link(Owner owner, int number) {
        return Objects.requireNonNull(mail(owner, number).path());
    }
}
