package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static dev.belfry.oncall.OncallHarness.policyBody;
import static dev.belfry.oncall.OncallHarness.step;
import static dev.belfry.oncall.OncallHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API through its door, on the real engines. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OncallApiIT {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

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
    void aPersonIsAddedChangedAndRemovedAndTheDirectoryKnows() {
        JsonObject draft = new JsonObject()
                .put("name", "Ana Example")
                .put("email", "ana." + fresh() + "@example.net")
                .put("timeZone", "Europe/Berlin")
                .put("role", "manager");
        UUID id = house.create("/api/v1/users", draft);
        HttpResponse<?> read = house.get("/api/v1/users/" + id);
        assertThat(read.getHeader("ETag")).isEqualTo("\"v1\"");
        assertThat(read.bodyAsJsonObject().fieldNames())
                .containsExactlyInAnyOrder("id", "name", "email", "timeZone", "role", "active");
        eventually(() -> house.directory("user:" + id).isPresent());
        assertThat(house.directory("user:" + id).orElseThrow().encode())
                .contains("\"role\":\"manager\"")
                .doesNotContain("@example.net");

        JsonObject change = draft.copy().put("active", false);
        assertThat(put("/api/v1/users/" + id, change, "\"v1\"").statusCode()).isEqualTo(200);
        assertThat(put("/api/v1/users/" + id, change, "\"v1\"").statusCode()).isEqualTo(412);
        eventually(() -> house.directory("user:" + id)
                .filter(entry -> !entry.getBoolean("active"))
                .isPresent());
        assertThat(delete("/api/v1/users/" + id).statusCode()).isEqualTo(204);
        assertThat(house.get("/api/v1/users/" + id).statusCode()).isEqualTo(404);
        eventually(() -> house.directory("user:" + id).isEmpty());
    }

    @Test
    void whatIsWrongIsNamed() {
        JsonObject person = new JsonObject().put("name", "Ana Example").put("email", "nowhere");
        refused(post("/api/v1/users", person), 400, "email");
        person.put("email", "ana." + fresh() + "@example.net");
        refused(post("/api/v1/users", person.copy().put("timeZone", "Mars/Olympus")), 400, "#/timeZone");
        refused(post("/api/v1/users", person.copy().put("timeZone", "+02:00")), 400, "#/timeZone");
        refused(post("/api/v1/users", person.copy().put("role", "king")), 400, "role");
        assertThat(post("/api/v1/users", person).statusCode()).isEqualTo(201);
        refused(post("/api/v1/users", person), 409, "e-mail");

        refused(post("/api/v1/teams", team(UUID.fromString(UNKNOWN))), 400, "#/members/0");
        refused(post("/api/v1/schedules", schedule("2026-01-05T25:00")), 400, "#/rotation/start");
        refused(post("/api/v1/schedules", schedule("2026-01-05T09:00")), 400, "#/rotation/participants/0");
        UUID ana = house.user("Ana Example");
        refused(
                post("/api/v1/escalation-policies", policyBody(0, step("PT0S", target("user", ana)))),
                400,
                "#/steps/0/delay");
        refused(
                post(
                        "/api/v1/escalation-policies",
                        policyBody(0, step("PT5M", target("user", ana), target("schedule", ana)))),
                400,
                "#/steps/0/targets/1/id");
        refused(post("/api/v1/escalation-policies", policyBody(10, step("PT5M"))), 400, "repeats");
        refused(house.get("/api/v1/users?cursor=nonsense"), 400, "cursor");
        refused(house.get("/api/v1/users?limit=0"), 400, "at least 1");
        refused(house.get("/api/v1/users/nonsense"), 400, "UUID");
        refused(house.get("/api/v1/users/" + UNKNOWN), 404, "");
        refused(house.get("/api/v1/oncall?at=2026-01-05"), 400, "at");
    }

    @Test
    void whatIsNamedElsewhereCannotBeRemoved() {
        UUID ana = house.user("Ana Example");
        UUID schedule = house.schedule(ana);
        UUID policy = house.policy(0, step("PT5M", target("schedule", schedule)));
        refused(delete("/api/v1/users/" + ana), 409, "a schedule");
        refused(delete("/api/v1/schedules/" + schedule), 409, "an escalation policy");
        assertThat(delete("/api/v1/escalation-policies/" + policy).statusCode()).isEqualTo(204);
        assertThat(delete("/api/v1/schedules/" + schedule).statusCode()).isEqualTo(204);
        assertThat(delete("/api/v1/users/" + ana).statusCode()).isEqualTo(204);
        assertThat(delete("/api/v1/users/" + ana).statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenIsShownOnceWorksForItsRoleAndEndsWhenRevoked() {
        JsonObject draft = new JsonObject().put("name", "Dashboards").put("role", "viewer");
        JsonObject made = post("/api/v1/tokens", draft).bodyAsJsonObject();
        String secret = made.getString("secret");
        assertThat(secret).matches("blf_[0-9A-Za-z]{8}_[0-9A-Za-z]{40}").startsWith(made.getString("prefix"));
        String list = house.get("/api/v1/tokens").bodyAsString();
        assertThat(list)
                .contains(made.getString("prefix"))
                .doesNotContain(secret)
                .doesNotContain("hash");
        eventually(() -> as(secret, HttpMethod.GET, "/api/v1/oncall", null).statusCode() == 200);
        assertThat(as(secret, HttpMethod.GET, "/api/v1/tokens", null).statusCode())
                .isEqualTo(403);
        assertThat(as(secret, HttpMethod.POST, "/api/v1/teams", team()).statusCode())
                .isEqualTo(403);
        assertThat(delete("/api/v1/tokens/" + made.getString("id")).statusCode())
                .isEqualTo(204);
        eventually(() -> as(secret, HttpMethod.GET, "/api/v1/oncall", null).statusCode() == 401);
        assertThat(as("blf_nobody", HttpMethod.GET, "/api/v1/oncall", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aMemberOfATeamHasARoleInItThatStaysUntilItIsChanged() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        JsonObject draft = team(ana, bea).put("roles", new JsonObject().put(bea.toString(), "manager"));
        UUID id = house.create("/api/v1/teams", draft);
        JsonObject roles = house.get("/api/v1/teams/" + id).bodyAsJsonObject().getJsonObject("roles");
        assertThat(roles.getString(ana.toString())).isEqualTo("responder");
        assertThat(roles.getString(bea.toString())).isEqualTo("manager");
        draft.remove("roles");
        assertThat(put("/api/v1/teams/" + id, draft, "\"v1\"")
                        .bodyAsJsonObject()
                        .getJsonObject("roles"))
                .isEqualTo(roles);
        refused(
                post("/api/v1/teams", team(ana).put("roles", new JsonObject().put(bea.toString(), "viewer"))),
                400,
                "#/roles/" + bea);
        refused(post("/api/v1/teams", team(ana).put("roles", new JsonObject().put("ana", "viewer"))), 400, "roles");
        refused(
                post("/api/v1/teams", team(ana).put("roles", new JsonObject().put(ana.toString(), "admin"))),
                400,
                "roles");
    }

    @Test
    void whoIsOnCallFollowsTheLocalClockAndOverrides() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        UUID schedule = house.schedule(ana, bea);
        // Weeks begin on Monday 09:00 in Berlin: 07:00 UTC after the clocks went forward on 2026-03-29.
        assertThat(person(schedule, "2026-03-30T06:59:59Z")).isEqualTo(bea);
        assertThat(person(schedule, "2026-03-30T07:00:00Z")).isEqualTo(ana);
        assertThat(onCall(schedule, "2026-03-30T07:00:00Z").getString("since")).isEqualTo("2026-03-30T07:00:00Z");
        assertThat(onCall(schedule, "2026-03-30T07:00:00Z").getString("until")).isEqualTo("2026-04-06T07:00:00Z");
        assertThat(onCall(schedule, "2025-01-01T00:00:00Z").getValue("user")).isNull();

        Instant soon = Instant.now().plus(60, ChronoUnit.DAYS);
        Instant turn = house
                .items("/api/v1/schedules/" + schedule + "/shifts?from=" + soon + "&to="
                        + soon.plus(14, ChronoUnit.DAYS))
                .stream()
                .filter(shift -> shift.getJsonObject("user").getString("id").equals(bea.toString()))
                .map(shift -> Instant.parse(shift.getString("start")))
                .findFirst()
                .orElseThrow();
        Instant back = turn.plus(39, ChronoUnit.HOURS);
        UUID override = house.create(
                "/api/v1/overrides",
                new JsonObject()
                        .put("schedule", schedule.toString())
                        .put("user", ana.toString())
                        .put("replaces", bea.toString())
                        .put("start", turn.minus(9, ChronoUnit.HOURS).toString())
                        .put("end", back.toString()));
        List<JsonObject> shifts = house.items("/api/v1/schedules/" + schedule + "/shifts?from=" + turn + "&to="
                + turn.plus(7, ChronoUnit.DAYS).minusSeconds(7_200));
        assertThat(shifts).hasSize(2);
        assertThat(shifts.getFirst().getString("override")).isEqualTo(override.toString());
        assertThat(shifts.getFirst().getJsonObject("user").getString("name")).isEqualTo("Ana Example");
        assertThat(shifts.getFirst().getString("end")).isEqualTo(back.toString());
        assertThat(shifts.getLast().getJsonObject("user").getString("id")).isEqualTo(bea.toString());
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule)).hasSize(1);
        assertThat(delete("/api/v1/overrides/" + override).statusCode()).isEqualTo(204);
        assertThat(house.items("/api/v1/overrides?schedule=" + schedule)).isEmpty();
    }

    @Test
    void aListGoesOnWhereItsLinkSays() {
        for (int i = 0; i < 5; i++) {
            house.create("/api/v1/teams", team());
        }
        List<String> seen = new ArrayList<>();
        String next = "/api/v1/teams?limit=2";
        while (next != null) {
            HttpResponse<?> page = house.get(next);
            page.bodyAsJsonObject()
                    .getJsonArray("items")
                    .forEach(item -> seen.add(((JsonObject) item).getString("id")));
            next = link(page);
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void theSameKeyCreatesOnce() {
        JsonObject body = team();
        Map<String, String> key = Map.of("Idempotency-Key", fresh());
        HttpResponse<?> first = house.send(HttpMethod.POST, "/api/v1/teams", body, key);
        HttpResponse<?> second = house.send(HttpMethod.POST, "/api/v1/teams", body, key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.bodyAsString()).isEqualTo(first.bodyAsString());
    }

    @Test
    void theBootstrapTokenAndAdministratorAreMadeOnceHoweverOftenItStarts() {
        house.stop(house.start());
        assertThat(house.items("/api/v1/users").stream()
                        .filter(user -> user.getString("email").equals(OncallHarness.ADMIN_EMAIL)))
                .hasSize(1);
        assertThat(house.items("/api/v1/tokens").stream()
                        .filter(token -> token.getString("name").equals("bootstrap")))
                .hasSize(1);
    }

    @Test
    void theLastAdministratorStays() {
        JsonObject root = house.items("/api/v1/users?limit=200").stream()
                .filter(user -> user.getString("email").equals(OncallHarness.ADMIN_EMAIL))
                .findFirst()
                .orElseThrow();
        String path = "/api/v1/users/" + root.getString("id");
        refused(delete(path), 409, "last active administrator");
        root.remove("id");
        JsonObject demoted = root.copy().put("role", "viewer");
        refused(house.send(HttpMethod.PUT, path, demoted, Map.of()), 409, "last active administrator");
        assertThat(house.send(HttpMethod.PUT, path, root, Map.of()).statusCode())
                .isEqualTo(200);
    }

    private UUID person(UUID schedule, String at) {
        return UUID.fromString(onCall(schedule, at).getJsonObject("user").getString("id"));
    }

    private JsonObject onCall(UUID schedule, String at) {
        return house.items("/api/v1/oncall?limit=200&at=" + at).stream()
                .filter(entry -> entry.getJsonObject("schedule").getString("id").equals(schedule.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String link(HttpResponse<?> page) {
        String header = page.getHeader("Link");
        Matcher matcher = Pattern.compile("<([^>]+)>; rel=\"next\"").matcher(header == null ? "" : header);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Test
    void theNameOfATeamIsInTheDirectoryUntilTheTeamIsRemoved() {
        JsonObject draft = team();
        UUID id = house.create("/api/v1/teams", draft);
        eventually(() -> house.directory("team:" + id)
                .filter(entry -> draft.getString("name").equals(entry.getString("name")))
                .isPresent());
        assertThat(house.send(HttpMethod.DELETE, "/api/v1/teams/" + id, null, Map.of())
                        .statusCode())
                .isEqualTo(204);
        eventually(() -> house.directory("team:" + id).isEmpty());
    }

    private static JsonObject team(UUID... members) {
        JsonArray people = new JsonArray();
        for (UUID member : members) {
            people.add(member.toString());
        }
        return new JsonObject().put("name", "Team " + fresh()).put("members", people);
    }

    private static JsonObject schedule(String start) {
        return new JsonObject()
                .put("name", "Schedule " + fresh())
                .put("timeZone", "Europe/Berlin")
                .put(
                        "rotation",
                        new JsonObject()
                                .put("unit", "daily")
                                .put("start", start)
                                .put("participants", new JsonArray().add(UNKNOWN)));
    }

    private HttpResponse<?> post(String path, JsonObject body) {
        return house.send(HttpMethod.POST, path, body, Map.of());
    }

    private HttpResponse<?> put(String path, JsonObject body, String etag) {
        return house.send(HttpMethod.PUT, path, body, Map.of("If-Match", etag));
    }

    private HttpResponse<?> delete(String path) {
        return house.send(HttpMethod.DELETE, path, null, Map.of());
    }

    private HttpResponse<?> as(String token, HttpMethod method, String path, @Nullable JsonObject body) {
        var request = house.web()
                .request(method, house.host().httpPort(), "127.0.0.1", path)
                .bearerTokenAuthentication(token);
        return OncallHarness.described(
                method, path, (body == null ? request.send() : request.sendJsonObject(body)).await());
    }

    private static void refused(HttpResponse<?> response, int status, String names) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
        assertThat(response.getHeader("Content-Type")).startsWith("application/problem+json");
        assertThat(response.bodyAsString()).contains(names);
    }
}
