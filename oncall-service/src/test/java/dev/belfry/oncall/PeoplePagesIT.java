package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** People, teams and the audit log in the console. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeoplePagesIT {
    private OncallHarness house;
    private Browser root;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        root = signedIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whoeverIsAddedGetsATemporaryPasswordThatIsShownOnce() {
        String email = "ivo." + fresh() + "@example.net";
        HttpResponse<?> added = root.post("/people", "/people/new", form("Ivo <script> Example", email));
        assertThat(added.statusCode()).isEqualTo(200);
        var secret = Pattern.compile("id=\"secret\"[^>]*>([^<]+)<").matcher(added.bodyAsString());
        assertThat(secret.find()).isTrue();
        assertThat(added.bodyAsString())
                .contains("Ivo &lt;script&gt; Example cannot be paged", "data-copy=\"#secret\"")
                .doesNotContain("Ivo <script>");
        String list = root.get("/people?q=" + email).bodyAsString();
        assertThat(list).contains("Ivo &lt;script&gt; Example", "cannot be paged");
        var page = Pattern.compile("href=\"(/people/[0-9a-f-]{36})\"").matcher(list);
        assertThat(page.find()).isTrue();
        assertThat(root.get(page.group(1)).bodyAsString()).doesNotContain(secret.group(1));
        HttpResponse<?> in = new Browser(house)
                .post("/sign-in", "/sign-in", Map.of("email", email, "password", secret.group(1), "next", "/"));
        assertThat(in.bodyAsString() + in.getHeader("Location")).contains("new-password");
    }

    @Test
    void oneRuleRefusesNamesAndAddressesOnPagesAndInTheApi() {
        for (String email : List.of("a@b..c", "ivo@example", "a b@example.net", ".a@example.net", "a@-example.net")) {
            Map<String, String> form = form("Ivo Kept", email);
            HttpResponse<?> page = root.post("/people", "/people/new", form);
            assertThat(page.statusCode()).as(email).isEqualTo(422);
            assertThat(page.bodyAsString()).contains("Ivo Kept", "Not saved yet", "id=\"email-error\"");
            assertThat(made("Ivo Kept", email)).as(email).isEqualTo(400);
        }
        assertThat(root.post("/people", "/people/new", form("Ivo", "ivo@example"))
                        .bodyAsString())
                .contains("The part after @ needs a dot, such as ivo@example.com.");
        for (String name : List.of("Ivo\r\nBcc: x", "Ivo\u0007", "Ivo\u2028Example", "x".repeat(201))) {
            assertThat(root.post("/people", "/people/new", form(name, fresh() + "@example.net"))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(made(name, fresh() + "@example.net")).isEqualTo(400);
        }
        assertThat(made("Zoë Çelik-O'Neil 李", "zoë." + fresh() + "+x@bücher.example"))
                .isEqualTo(201);
    }

    @Test
    void aPersonIsChangedDeactivatedAndTakenBack() {
        UUID ana = house.user("Ana Example");
        house.schedule(ana);
        String at = "/people/" + ana;
        assertThat(root.get(at).bodyAsString())
                .contains("Next shifts", "Deactivate Ana Example", "of the next 90 days");
        HttpResponse<?> off = root.post(at + "/active", at, Map.of());
        assertThat(off.statusCode()).isEqualTo(303);
        assertThat(root.get(at).bodyAsString()).contains("Open shifts", "Activate Ana Example");
        assertThat(root.get("/people?state=inactive&q=Ana").bodyAsString()).contains(at);
        assertThat(root.post(at + "/active?back=1", at, Map.of()).statusCode()).isEqualTo(303);
        assertThat(root.get(at).bodyAsString()).contains("Next shifts");
        Map<String, String> form = form("Ana Changed", "ana." + fresh() + "@example.net");
        form.put("timeZone", "Mars/Olympus");
        HttpResponse<?> refused = root.post(at, at + "/edit", form);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString()).contains("Mars/Olympus", "is not an IANA time zone");
        form.put("timeZone", "Europe/Lisbon");
        assertThat(root.post(at, at + "/edit", form).statusCode()).isEqualTo(303);
        assertThat(house.get("/api/v1/users/" + ana).bodyAsJsonObject().getString("timeZone"))
                .isEqualTo("Europe/Lisbon");
        String admin = "/people/"
                + house.items("/api/v1/users?limit=200").stream()
                        .filter(one -> one.getString("email").equals(OncallHarness.ADMIN_EMAIL))
                        .findFirst()
                        .orElseThrow()
                        .getString("id");
        HttpResponse<?> last = root.post(admin + "/active", admin, Map.of());
        assertThat(last.statusCode()).isEqualTo(422);
        assertThat(last.bodyAsString()).contains("This is the last active administrator.");
        assertThat(root.get("/people/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    @Test
    void aTeamIsMadeFilledRenamedAndRemoved() {
        String mark = fresh();
        UUID bea = house.user("Bea " + mark);
        assertThat(root.post("/teams", "/teams/new", Map.of("name", "T\r\nx")).statusCode())
                .isEqualTo(422);
        HttpResponse<?> made = root.post("/teams", "/teams/new", Map.of("name", "Team <b>" + mark));
        String at = made.getHeader("Location");
        assertThat(root.get(at + "?q=" + mark).bodyAsString()).contains("Bea " + mark, "Team &lt;b&gt;" + mark);
        root.post(at + "/members", at, Map.of("person", bea.toString(), "role", "manager"));
        UUID policy = house.create(
                "/api/v1/escalation-policies",
                OncallHarness.policyBody(0, OncallHarness.step("PT5M", OncallHarness.target("user", bea)))
                        .put("team", at.substring("/teams/".length())));
        assertThat(root.get(at).bodyAsString()).contains("Bea " + mark, "/escalation-policies/" + policy);
        assertThat(root.get("/people/" + bea).bodyAsString()).contains("Team &lt;b&gt;" + mark, "manager");
        assertThat(root.get("/people?team=" + at.substring("/teams/".length())).bodyAsString())
                .contains("Bea " + mark)
                .doesNotContain("Root Example</a>");
        assertThat(root.post(at, at + "/edit", Map.of("name", "Renamed " + mark))
                        .statusCode())
                .isEqualTo(303);
        assertThat(root.get("/teams?q=Renamed+" + mark).bodyAsString()).contains(at, "1 cannot");
        root.post(at + "/members", at, Map.of("person", bea.toString(), "role", ""));
        assertThat(root.get(at).bodyAsString()).contains("Nobody is in this team");
        assertThat(root.get(at + "/remove").bodyAsString()).contains("It owns:");
        assertThat(root.post(at + "/remove", at + "/remove", Map.of()).getHeader("Location"))
                .isEqualTo("/teams");
        assertThat(root.get(at).statusCode()).isEqualTo(404);
    }

    @Test
    void whoMayNotChangesNothing() {
        String email = "vera." + fresh() + "@example.net";
        UUID vera = house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Vera Example")
                        .put("email", email)
                        .put("role", "viewer")
                        .put("password", OncallHarness.PASSWORD));
        UUID team = house.create(
                "/api/v1/teams",
                new JsonObject().put("name", "Team " + fresh()).put("members", new JsonArray().add(vera.toString())));
        Browser viewer = signedIn(email, OncallHarness.PASSWORD);
        assertThat(viewer.get("/people/" + vera).bodyAsString()).doesNotContain("Deactivate", "/edit\"");
        assertThat(viewer.get("/people/" + vera + "/edit").statusCode()).isEqualTo(403);
        assertThat(viewer.get("/audit").statusCode()).isEqualTo(403);
        assertThat(viewer.get("/teams/" + team + "/edit").statusCode()).isEqualTo(403);
        for (String path : List.of(
                "/people",
                "/people/" + vera,
                "/people/" + vera + "/active",
                "/people/" + vera + "/second-factor/remove",
                "/teams",
                "/teams/" + team,
                "/teams/" + team + "/members",
                "/teams/" + team + "/remove")) {
            assertThat(viewer.post(
                                    path,
                                    "/people",
                                    Map.of("name", "Mine", "person", vera.toString(), "role", "manager"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(root.send(path, MultiMap.caseInsensitiveMultiMap().add("csrf", "forged"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void theAuditLogSaysInWordsWhoChangedWhatAndFoldsOutTheChange() {
        String mark = fresh();
        UUID ana = house.user("Ana <i>" + mark);
        UUID bea = house.user("Bea " + mark);
        JsonObject body = OncallHarness.policyBody(0, OncallHarness.step("PT10M", OncallHarness.target("user", ana)))
                .put("name", "Policy " + mark);
        UUID policy = house.create("/api/v1/escalation-policies", body);
        body.put("steps", new JsonArray().add(OncallHarness.step("PT7M", OncallHarness.target("user", bea))));
        house.send(HttpMethod.PUT, "/api/v1/escalation-policies/" + policy, body, Map.of());
        String log = root.get("/audit?action=escalation-policy&days=1&object=" + policy)
                .bodyAsString();
        assertThat(log)
                .contains("Policy " + mark, "<del>10 min</del>", "<ins>7 min</ins>", "Bea " + mark)
                .contains("Ana &lt;i&gt;" + mark, "Token “bootstrap”", "href=\"/escalation-policies/" + policy)
                .doesNotContain("{\"", "<i>" + mark, ana.toString());
        assertThat(root.get("/audit?who=nobody+has+this+name").bodyAsString()).contains("Nothing matches");
        assertThat(root.get("/audit?who=BOOTSTRAP&action=escalation-policy").bodyAsString())
                .contains("bootstrap");
        assertThat(root.get("/audit?action=session").bodyAsString()).contains("signed in", "Root Example");
    }

    @Test
    void anAdminSeesHowPeopleGetInAndMakesATokenThatIsShownOnce() {
        String name = "terraform <b>" + fresh();
        assertThat(root.get("/people/access").bodyAsString())
                .contains("Not set up.", "BELFRY_OIDC_ISSUER", "/sign-in/oidc/callback", "/scim/v2", "bootstrap");
        Map<String, String> wish = new HashMap<>(Map.of("name", name, "role", "manager", "team", "", "days", "30"));
        wish.put("use", "everything");
        HttpResponse<?> refused = root.post("/people/access/tokens", "/people/access/tokens/new", wish);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString()).contains("Choose what it may be used for.", "terraform &lt;b>");
        wish.put("use", "read");
        HttpResponse<?> made = root.post("/people/access/tokens", "/people/access/tokens/new", wish);
        var secret = Pattern.compile("id=\"token\"[^>]*>(blf_[^<]+)<").matcher(made.bodyAsString());
        assertThat(secret.find()).isTrue();
        assertThat(made.bodyAsString()).contains("data-copy=\"#token\"", "only read");
        assertThat(root.get("/people/access").bodyAsString())
                .contains(secret.group(1).substring(0, 12))
                .doesNotContain(secret.group(1), name);
        JsonObject token = house.items("/api/v1/tokens?limit=200").stream()
                .filter(one -> one.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
        String revoke = "/people/access/tokens/" + token.getString("id") + "/revoke";
        assertThat(root.send(revoke, MultiMap.caseInsensitiveMultiMap().add("csrf", "forged"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(root.post(revoke, "/people/access", Map.of()).statusCode()).isEqualTo(303);
        assertThat(house.items("/api/v1/tokens?limit=200").toString()).doesNotContain(token.getString("id"));
    }

    @Test
    void everybodyChoosesTheirOwnTimeZone() {
        String email = "zoe." + fresh() + "@example.net";
        UUID zoe = house.create(
                "/api/v1/users",
                new JsonObject()
                        .put("name", "Zoe Example")
                        .put("email", email)
                        .put("role", "viewer")
                        .put("password", OncallHarness.PASSWORD));
        Browser browser = signedIn(email, OncallHarness.PASSWORD);
        HttpResponse<?> refused = browser.post("/profile/zone", "/profile/zone", Map.of("timeZone", "Mars/Olympus"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsString()).contains("Mars/Olympus", "id=\"timeZone-error\"");
        assertThat(browser.post("/profile/zone", "/profile/zone", Map.of("timeZone", "Asia/Tokyo"))
                        .statusCode())
                .isEqualTo(303);
        JsonObject changed = house.get("/api/v1/users/" + zoe).bodyAsJsonObject();
        assertThat(changed.getString("timeZone")).isEqualTo("Asia/Tokyo");
        assertThat(changed.getString("role")).isEqualTo("viewer");
        assertThat(browser.get("/people/access").statusCode()).isEqualTo(403);
        assertThat(browser.post("/people/access/tokens", "/profile", Map.of("name", "x", "role", "admin"))
                        .statusCode())
                .isEqualTo(403);
    }

    private static Map<String, String> form(String name, String email) {
        return new HashMap<>(Map.of("name", name, "email", email, "role", "responder", "timeZone", "UTC"));
    }

    private int made(String name, String email) {
        return house.send(
                        HttpMethod.POST,
                        "/api/v1/users",
                        new JsonObject().put("name", name).put("email", email),
                        Map.of())
                .statusCode();
    }

    private Browser signedIn(String email, String password) {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(email, password, "/");
        eventually(() -> browser.get("/on-call").statusCode() == 200);
        return browser;
    }
}
