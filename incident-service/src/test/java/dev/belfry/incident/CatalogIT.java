package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people say of a service, one by one and as a list. */
class CatalogIT {
    private static final String LINKS =
            "Dashboard https://grafana.example.com/d/1\nRoad map https://wiki.example.com/x";

    private final Stand stand = Stand.get();

    @Test
    void aServiceHasATeamATierLinksAndARunbookInTheApiAndOnItsPage() {
        var made = problem(stand.post("/api/v1/services", Stand.MANAGER, whole("Known whole")), 201);
        var at = "/api/v1/services/" + made.getString("id");
        var read = Stand.json(stand.get(at, Stand.VIEWER));
        assertThat(read.getString("team")).isEqualTo(Stand.TEAM.toString());
        assertThat(read.getInteger("tier")).isEqualTo(1);
        assertThat(read.getString("runbook")).isEqualTo("https://wiki.example.com/down");
        assertThat(read.getJsonArray("links").getJsonObject(0).getString("name"))
                .isEqualTo("Dashboard");
        assertThat(stand.page("/services/" + made.getString("id")).body())
                .contains("Stand team", "<dt>Tier</dt><dd>1</dd>", "https://wiki.example.com/down", ">Dashboard</a>");
        var bare = problem(stand.method("PUT", at, Stand.MANAGER, Map.of("name", "Known whole")), 200);
        assertThat(bare.containsKey("team")).isFalse();
        assertThat(bare.getJsonArray("links")).isEmpty();
        refused("team", UUID.randomUUID().toString(), "#/team");
        refused("tier", 5, "#/tier");
        refused("runbook", "http://wiki.example.com", "#/runbook");
        refused("links", List.of(Map.of("name", "Plain", "url", "javascript:alert(1)")), "#/links/0/url");
        var link = Map.of("name", "Same", "url", "https://example.com");
        refused("links", List.of(link, link), "#/links/1/name");
    }

    @Test
    void anIntegrationThatIsTurnedOffTwiceHasChangedOnce() {
        var at = "/api/v1/integrations/" + stand.door("Off and off", "alert").integration();
        for (var verb : List.of("/disable", "/disable", "/enable", "/enable")) {
            problem(stand.post(at + verb, Stand.MANAGER, Map.of()), 200);
        }
        assertThat(problem(stand.get(at, Stand.VIEWER), 200).getLong("version")).isEqualTo(3);
    }

    @Test
    void theFormKeepsWhatIsTypedAndSaysWhatRemovingWouldLose() {
        var door = stand.door("Known by form", "alert");
        var at = "/services/" + door.service() + "/settings";
        var fields = "name=Known+by+form&description=&policy=&grouping=alert&tier=2&version=1&team=" + Stand.TEAM
                + "&runbook=https%3A%2F%2Fwiki.example.com%2Fdown&links=";
        var bad = stand.form(at, fields + "Dashboard+ftp%3A%2F%2Fx");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("Give “Dashboard” an address that begins with https://.", "Dashboard ftp://x");
        assertThat(stand.form(at, fields + URLEncoder.encode(LINKS, StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(303);
        stand.post(
                "/api/v1/silences",
                Stand.RESPONDER,
                Map.of(
                        "service",
                        door.service().toString(),
                        "matchers",
                        List.of(Map.of("name", "a", "value", "b")),
                        "endsAt",
                        "2027-01-01T00:00:00Z",
                        "comment",
                        "x"));
        assertThat(stand.page(at).body())
                .contains(
                        "Dashboard https://grafana.example.com/d/1\nRoad map https://wiki.example.com/x",
                        "This one has 1 integration.",
                        "without effect from then on: 1 silence.");
    }

    @Test
    void aListIsImportedWholeOrNotAtAllAndASecondTimeChangesNothing() {
        stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", "Imported old", "description", "as it was"));
        var list = Map.of("services", List.of(whole("Imported new"), Map.of("name", "Imported old", "tier", 3)));
        var wrong = Map.of("services", List.of(whole("Imported new"), Map.of("name", "Imported bad", "runbook", "no")));
        problem(stand.method("PUT", "/api/v1/catalog", Stand.RESPONDER, list), 403);
        assertThat(problem(stand.method("PUT", "/api/v1/catalog", Stand.MANAGER, wrong), 400)
                        .encode())
                .contains("#/services/1/runbook");
        var twice = Map.of("services", List.of(Map.of("name", "Imported new"), Map.of("name", "Imported new")));
        assertThat(problem(stand.method("PUT", "/api/v1/catalog", Stand.MANAGER, twice), 400)
                        .encode())
                .contains("#/services/1/name");

        var dry = problem(stand.method("PUT", "/api/v1/catalog?dryRun=true", Stand.MANAGER, list), 200);
        assertThat(dry.getJsonArray("created")).isEqualTo(JsonArray.of("Imported new"));
        var done = problem(stand.method("PUT", "/api/v1/catalog", Stand.MANAGER, list), 200);
        assertThat(done.getJsonArray("created")).isEqualTo(JsonArray.of("Imported new"));
        assertThat(done.getJsonArray("changed")).isEqualTo(JsonArray.of("Imported old"));
        assertThat(done.getJsonArray("notListed")).contains("Belfry").doesNotContain("Imported old");
        assertThat(done.getJsonArray("losePolicy")).isEmpty();
        var again = problem(stand.method("PUT", "/api/v1/catalog", Stand.MANAGER, list), 200);
        assertThat(again.getJsonArray("created")).isEmpty();
        assertThat(again.getJsonArray("changed")).isEmpty();
        assertThat(again.getJsonArray("unchanged")).isEqualTo(JsonArray.of("Imported new", "Imported old"));
    }

    private void refused(String member, Object value, String pointer) {
        var input = new HashMap<>(whole("Known refused"));
        input.put(member, value);
        assertThat(problem(stand.post("/api/v1/services", Stand.MANAGER, input), 400)
                        .encode())
                .contains(pointer);
    }

    private static Map<String, Object> whole(String name) {
        return Map.of(
                "name",
                name,
                "team",
                Stand.TEAM.toString(),
                "tier",
                1,
                "runbook",
                "https://wiki.example.com/down",
                "links",
                List.of(Map.of("name", "Dashboard", "url", "https://grafana.example.com/d/1")));
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Stand.json(response);
    }
}
