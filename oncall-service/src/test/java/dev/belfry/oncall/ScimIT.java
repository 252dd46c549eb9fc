package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static dev.belfry.oncall.OncallHarness.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Provisioning as Okta and Microsoft Entra do it. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScimIT {
    private OncallHarness house;
    private String token = "";

    @BeforeAll
    void open() {
        house = new OncallHarness();
        token = token(new JsonObject().put("role", "admin").put("scopes", new JsonArray().add("scim")));
        eventually(() -> scim(HttpMethod.GET, "/Users", null).statusCode() == 200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aPersonIsProvisionedChangedTakenOutAndComesAgain() {
        String email = "ida." + fresh() + "@example.net";
        assertThat(scim(HttpMethod.GET, "/Users?filter=" + encode("userName eq \"" + email + "\""), null)
                        .bodyAsJsonObject()
                        .getInteger("totalResults"))
                .isZero();
        JsonObject wish = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", email)
                .put("externalId", "ext-" + email)
                .put("name", new JsonObject().put("givenName", "Ida").put("familyName", "Example"))
                .put("active", true);
        HttpResponse<?> made = scim(HttpMethod.POST, "/Users", wish);
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        assertThat(made.getHeader("Content-Type")).startsWith("application/scim+json");
        assertThat(made.getHeader("ETag")).isEqualTo("W/\"1\"");
        String id = made.bodyAsJsonObject().getString("id");
        assertThat(made.getHeader("Location")).endsWith("/scim/v2/Users/" + id);
        assertThat(made.bodyAsJsonObject().getString("displayName")).isEqualTo("Ida Example");
        assertThat(house.get("/api/v1/users/" + id).bodyAsJsonObject().getString("role"))
                .isEqualTo("responder");

        HttpResponse<?> again = scim(HttpMethod.POST, "/Users", wish);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.bodyAsJsonObject().getString("scimType")).isEqualTo("uniqueness");

        HttpResponse<?> off =
                patch("/Users/" + id, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}", Map.of());
        assertThat(off.bodyAsJsonObject().getBoolean("active")).isFalse();
        eventually(() -> house.directory("user:" + id)
                .filter(entry -> !entry.getBoolean("active"))
                .isPresent());
        String stale = "{\"op\":\"replace\",\"value\":{\"active\":true}}";
        assertThat(patch("/Users/" + id, stale, Map.of("If-Match", "W/\"1\"")).statusCode())
                .isEqualTo(412);
        assertThat(patch("/Users/" + id, stale, Map.of("If-Match", "W/\"2\"")).statusCode())
                .isEqualTo(200);
        assertThat(scim(HttpMethod.PUT, "/Users/" + id, wish.copy().put("displayName", "Ida E."))
                        .bodyAsJsonObject()
                        .getString("displayName"))
                .isEqualTo("Ida E.");

        assertThat(scim(HttpMethod.DELETE, "/Users/" + id, null).statusCode()).isEqualTo(204);
        assertThat(scim(HttpMethod.GET, "/Users/" + id, null).statusCode()).isEqualTo(404);
        assertThat(house.get("/api/v1/users/" + id).bodyAsJsonObject().getBoolean("active"))
                .as("kept, and not active")
                .isFalse();
        HttpResponse<?> back = scim(HttpMethod.POST, "/Users", wish);
        assertThat(back.statusCode()).isEqualTo(201);
        assertThat(back.bodyAsJsonObject().getString("id")).isEqualTo(id);
        assertThat(house.items("/api/v1/audit-entries?object=" + id).toString()).contains("user.changed");
    }

    @Test
    void aGroupIsATeam() {
        UUID ana = house.user("Ana Example");
        UUID bea = house.user("Bea Example");
        String name = "Group " + fresh();
        HttpResponse<?> made = scim(
                HttpMethod.POST,
                "/Groups",
                new JsonObject()
                        .put("displayName", name)
                        .put("externalId", "g-" + name)
                        .put("members", new JsonArray().add(new JsonObject().put("value", ana.toString()))));
        assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
        String id = made.bodyAsJsonObject().getString("id");
        assertThat(made.bodyAsJsonObject().getJsonArray("members").toString()).contains("Ana Example");
        patch(
                "/Groups/" + id,
                "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"" + bea + "\"}]}",
                Map.of());
        assertThat(members(id)).containsExactly(ana.toString(), bea.toString());
        HttpResponse<?> found = scim(
                HttpMethod.GET,
                "/Groups?excludedAttributes=members&filter="
                        + encode("id eq \"" + id + "\" and members eq \"" + bea + "\""),
                null);
        assertThat(found.bodyAsJsonObject().getInteger("totalResults")).isEqualTo(1);
        assertThat(found.bodyAsString()).doesNotContain("members");
        patch("/Groups/" + id, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + ana + "\\\"]\"}", Map.of());
        assertThat(members(id)).containsExactly(bea.toString());
        assertThat(patch(
                                "/Groups/" + id,
                                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + UUID.randomUUID()
                                        + "\"}]}",
                                Map.of())
                        .bodyAsJsonObject()
                        .getString("scimType"))
                .isEqualTo("invalidValue");
        assertThat(scim(HttpMethod.DELETE, "/Groups/" + id, null).statusCode()).isEqualTo(204);
        assertThat(house.get("/api/v1/teams/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void listsGoOnFromAnIndexAndSayHowManyThereAre() {
        house.user("Jo Example");
        house.user("Kim Example");
        JsonObject first =
                scim(HttpMethod.GET, "/Users?startIndex=0&count=1", null).bodyAsJsonObject();
        JsonObject second =
                scim(HttpMethod.GET, "/Users?startIndex=2&count=1", null).bodyAsJsonObject();
        assertThat(first.getInteger("startIndex")).isEqualTo(1);
        assertThat(first.getInteger("itemsPerPage")).isEqualTo(1);
        assertThat(first.getInteger("totalResults")).isGreaterThanOrEqualTo(3);
        assertThat(first.getJsonArray("Resources")).isNotEqualTo(second.getJsonArray("Resources"));
        assertThat(scim(HttpMethod.GET, "/Users?count=-5", null)
                        .bodyAsJsonObject()
                        .getInteger("itemsPerPage"))
                .isZero();
    }

    @Test
    void whatCannotBeReadOrIsNotAllowedIsToldAsTheRfcSays() {
        HttpResponse<?> filter = scim(HttpMethod.GET, "/Users?filter=" + encode("userName co \"a\""), null);
        assertThat(filter.statusCode()).isEqualTo(400);
        assertThat(filter.bodyAsJsonObject().getString("scimType")).isEqualTo("invalidFilter");
        assertThat(filter.bodyAsJsonObject().getString("status")).isEqualTo("400");
        assertThat(filter.bodyAsString()).contains("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(scim(HttpMethod.GET, "/Users/not-an-id", null).statusCode()).isEqualTo(404);
        assertThat(scim(HttpMethod.GET, "/Nothing", null).statusCode()).isEqualTo(404);
        assertThat(scim(HttpMethod.POST, "/Users", new JsonObject().put("userName", "ida"))
                        .statusCode())
                .isEqualTo(400);
        for (String document : new String[] {"/ServiceProviderConfig", "/ResourceTypes", "/Schemas"}) {
            assertThat(scim(HttpMethod.GET, document, null).bodyAsString())
                    .contains("/scim/v2/")
                    .doesNotContain("{base}");
        }
        String plain = token(new JsonObject().put("role", "admin"));
        eventually(() -> as(plain, HttpMethod.GET, "/Users", null, Map.of()).statusCode() == 403);
        assertThat(as("blf_nobody", HttpMethod.GET, "/Users", null, Map.of()).statusCode())
                .isEqualTo(401);
    }

    private java.util.List<String> members(String group) {
        return scim(HttpMethod.GET, "/Groups/" + group, null).bodyAsJsonObject().getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList();
    }

    private HttpResponse<?> patch(String path, String operation, Map<String, String> headers) {
        return as(token, HttpMethod.PATCH, path, new JsonObject("{\"Operations\":[" + operation + "]}"), headers);
    }

    private HttpResponse<?> scim(HttpMethod method, String path, @Nullable JsonObject body) {
        return as(token, method, path, body, Map.of());
    }

    private HttpResponse<?> as(
            String secret, HttpMethod method, String path, @Nullable JsonObject body, Map<String, String> headers) {
        var request = house.web()
                .request(method, house.host().httpPort(), "127.0.0.1", "/scim/v2" + path)
                .bearerTokenAuthentication(secret)
                .putHeader("Content-Type", "application/scim+json");
        headers.forEach(request::putHeader);
        return (body == null ? request.send() : request.sendBuffer(body.toBuffer())).await();
    }

    private String token(JsonObject draft) {
        return house.send(HttpMethod.POST, "/api/v1/tokens", draft.put("name", "Token " + fresh()), Map.of())
                .bodyAsJsonObject()
                .getString("secret");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
