package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roles in teams, tokens for few things, and the log of who did what. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
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
    void aMemberWhoIsListedTwiceIsNamedAlsoInTwoLetterCases() {
        String member = house.user("Ana Twice").toString();
        var members = new JsonArray().add(member).add(member.toUpperCase(java.util.Locale.ROOT));
        var refused = house.send(
                HttpMethod.POST,
                "/api/v1/teams",
                new JsonObject().put("name", "Twice " + member).put("members", members),
                Map.of());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.bodyAsString()).contains("#/members/1", "this person is in the list already");
    }

    @Test
    void theManagerOfATeamChangesItAndNoOther() {
        UUID bea = house.user("Bea Example");
        UUID own = house.create("/api/v1/teams", team(bea, "manager"));
        UUID other = house.create("/api/v1/teams", team(bea, "responder"));
        eventually(() -> house.directory("user:" + bea).isPresent());
        String token = token(new JsonObject().put("role", "manager").put("user", bea.toString()));
        JsonObject renamed = team(bea, "manager");
        eventually(
                () -> as(token, HttpMethod.PUT, "/api/v1/teams/" + own, renamed).statusCode() == 200);
        HttpResponse<?> refused = as(token, HttpMethod.PUT, "/api/v1/teams/" + other, team(bea, "manager"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.bodyAsString()).contains("in the team that owns it");
        assertThat(as(token, HttpMethod.PUT, "/api/v1/teams/" + UUID.randomUUID(), renamed)
                        .statusCode())
                .isEqualTo(404);
        assertThat(as(token, HttpMethod.POST, "/api/v1/teams", renamed).statusCode())
                .as("bea's own role is responder, whatever her token says")
                .isEqualTo(403);
        assertThat(as(token, HttpMethod.DELETE, "/api/v1/teams/" + own, null).statusCode())
                .isEqualTo(204);
        eventually(() ->
                as(token, HttpMethod.PUT, "/api/v1/teams/" + other, renamed).statusCode() == 403);
    }

    @Test
    void aTokenOfATeamReadsEverythingAndChangesWhatTheTeamOwns() {
        UUID bea = house.user("Bea Example");
        UUID own = house.create("/api/v1/teams", team(bea, "responder"));
        UUID other = house.create("/api/v1/teams", team(bea, "responder"));
        String token = token(new JsonObject().put("role", "manager").put("team", own.toString()));
        eventually(() -> as(token, HttpMethod.GET, "/api/v1/teams", null).statusCode() == 200);
        assertThat(as(token, HttpMethod.PUT, "/api/v1/teams/" + own, team(bea, "responder"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(as(token, HttpMethod.PUT, "/api/v1/teams/" + other, team(bea, "responder"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(house.send(HttpMethod.DELETE, "/api/v1/teams/" + own, null, Map.of())
                        .bodyAsString())
                .contains("an API token");
        for (JsonObject bad : List.of(
                new JsonObject().put("role", "admin").put("team", own.toString()),
                new JsonObject()
                        .put("role", "manager")
                        .put("team", UUID.randomUUID().toString()),
                new JsonObject()
                        .put("role", "manager")
                        .put("team", own.toString())
                        .put("user", bea.toString()))) {
            HttpResponse<?> refused = house.send(HttpMethod.POST, "/api/v1/tokens", bad.put("name", "bad"), Map.of());
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.bodyAsString()).contains("#/team");
        }
    }

    @Test
    void aTokenWithScopesIsForThoseOnly() {
        String token = token(new JsonObject().put("role", "admin").put("scopes", new JsonArray().add("teams:write")));
        JsonObject team = new JsonObject().put("name", "Team " + fresh());
        eventually(() -> as(token, HttpMethod.POST, "/api/v1/teams", team.put("name", "Team " + fresh()))
                        .statusCode()
                == 201);
        assertThat(as(token, HttpMethod.GET, "/api/v1/teams", null).statusCode())
                .isEqualTo(403);
        JsonObject user = new JsonObject().put("name", "Cid Example").put("email", fresh() + "@example.net");
        assertThat(as(token, HttpMethod.POST, "/api/v1/users", user).statusCode())
                .isEqualTo(403);
        JsonObject odd = new JsonObject().put("name", "odd").put("role", "admin");
        odd.put("scopes", new JsonArray().add("everything"));
        assertThat(house.send(HttpMethod.POST, "/api/v1/tokens", odd, Map.of()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void everyChangeIsWrittenDownWithWhatChangedAndNoSecret() {
        JsonObject draft = new JsonObject()
                .put("name", "Dora Example")
                .put("email", "dora." + fresh() + "@example.net")
                .put("password", "a long secret phrase");
        UUID dora = house.create("/api/v1/users", draft);
        draft.remove("password");
        house.send(HttpMethod.PUT, "/api/v1/users/" + dora, draft.put("role", "manager"), Map.of());
        house.send(HttpMethod.DELETE, "/api/v1/users/" + dora, null, Map.of());
        List<JsonObject> entries = house.items("/api/v1/audit-entries?object=" + dora);
        assertThat(entries.stream().map(entry -> entry.getString("action")))
                .containsExactly("user.removed", "user.changed", "user.made");
        assertThat(entries.get(1).getJsonObject("detail"))
                .isEqualTo(new JsonObject("{\"role\":{\"from\":\"responder\",\"to\":\"manager\"}}"));
        assertThat(entries.get(2).getString("actorName")).isEqualTo("bootstrap");
        assertThat(entries.get(2).getString("address")).isEqualTo("127.0.0.1");
        assertThat(entries.toString()).doesNotContain("a long secret phrase").contains("\"password\":\"set\"");

        String secret = token(new JsonObject().put("role", "viewer"));
        assertThat(house.items("/api/v1/audit-entries?action=token&limit=200").toString())
                .doesNotContain(secret)
                .doesNotContain("hash");
        List<JsonObject> first = house.items("/api/v1/audit-entries?limit=2");
        String last = first.getLast().getString("id");
        assertThat(house.items("/api/v1/audit-entries?limit=1&cursor=" + last)
                        .getFirst()
                        .getString("id"))
                .isLessThan(last);
        assertThat(house.get("/api/v1/audit-entries?from=soon").statusCode()).isEqualTo(400);
    }

    private static JsonObject team(UUID member, String role) {
        return new JsonObject()
                .put("name", "Team " + fresh())
                .put("members", new JsonArray().add(member.toString()))
                .put("roles", new JsonObject().put(member.toString(), role));
    }

    private String token(JsonObject draft) {
        HttpResponse<?> made =
                house.send(HttpMethod.POST, "/api/v1/tokens", draft.put("name", "Token " + fresh()), Map.of());
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        return made.bodyAsJsonObject().getString("secret");
    }

    private HttpResponse<?> as(String token, HttpMethod method, String path, @Nullable JsonObject body) {
        var request = house.web()
                .request(method, house.host().httpPort(), "127.0.0.1", path)
                .bearerTokenAuthentication(token);
        return OncallHarness.described(
                method, path, (body == null ? request.send() : request.sendJsonObject(body)).await());
    }
}
