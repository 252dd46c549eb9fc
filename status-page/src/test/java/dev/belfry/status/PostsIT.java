package dev.belfry.status;

import static dev.belfry.status.Stand.SOON;
import static dev.belfry.status.Stand.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is posted for customers: update by update, corrected, withdrawn, over the API and in the console. */
@ExtendWith(Engines.class)
class PostsIT {
    private static Stand stand;

    @BeforeAll
    static void open() {
        stand = new Stand("posts");
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void aPublicIncidentIsToldUpdateByUpdateOnThePageAndInTheJson() {
        var component = stand.component("Search", new JsonObject());
        var id = stand.post(
                stand.page,
                "Slow search <b>",
                "major",
                "We are looking into slow searches.",
                new JsonObject().put(component, "partial_outage"));
        stand.awaitStatus("Search", "partial_outage");

        var told = stand.send(
                "POST",
                "/api/v1/status-incidents/" + id + "/updates",
                new JsonObject().put("status", "resolved").put("body", "A bad index was replaced."));
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        stand.awaitStatus("Search", "operational");

        var incident = incidents()
                .filter(each -> each.getString("name").startsWith("Slow search"))
                .findFirst()
                .orElseThrow();
        assertThat(incident.getString("status")).isEqualTo("resolved");
        assertThat(incident.getString("resolved_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(incident.getJsonArray("incident_updates").getJsonObject(0).getString("body"))
                .startsWith("A bad index");
        var html = stand.read("GET", "/p/posts");
        assertThat(Stand.text(html)).contains("Slow search &lt;b&gt;").contains("A bad index was replaced.");
        assertThat(header(html, "Content-Security-Policy")).startsWith("default-src 'none'");
    }

    /** What nobody's page links to is asked for all the same. */
    @Test
    void addressesAndChoicesThatNameNothingAreRefusedInWords() {
        var cookie = stand.session("responder");
        for (var path : List.of(
                "/status/no-id/incidents",
                "/status/incidents/no-id/updates",
                "/status/incidents/" + stand.page + "/withdraw",
                "/status/components/no-id")) {
            var answer = stand.form(cookie, path, Map.of("status", "monitoring"));
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(303);
            assertThat(header(answer, "Location")).as(path).isEqualTo("/status");
        }
        for (var path : List.of("/status/no-id/incidents/new", "/status/incidents/" + stand.page)) {
            var answer = stand.browse(cookie, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("is gone");
        }
        var component = stand.component("Chosen", new JsonObject());
        var wrong = stand.form(cookie, "/status/components/" + component, Map.of("status", "on fire"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Choose one of the statuses.");
        var chosen = stand.form(cookie, "/status/components/" + component, Map.of("status", "partial_outage"));
        assertThat(chosen.statusCode()).isEqualTo(303);
        stand.awaitStatus("Chosen", "partial_outage");
    }

    @Test
    void aPostThatCannotBePublishedIsShownAgainWithWhatWasTyped() {
        var cookie = stand.session("responder");
        var component = stand.component("Checkout <b>", new JsonObject());
        var fresh = "/status/" + stand.page + "/incidents";
        assertThat(stand.browse(cookie, fresh + "/new").body()).contains("Post an incident", "Checkout &lt;b&gt;");
        var wrong = stand.form(
                cookie,
                fresh,
                Map.of("name", "", "impact", "huge", "body", "Cards <i> fail.", "component-" + component, "on fire"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains(
                        "Give it a title", "Choose how much", "Choose a status from the list", "Cards &lt;i&gt; fail.");
    }

    @Test
    void inTheConsoleAPostIsPublishedToldFurtherCorrectedAndWithdrawn() {
        var cookie = stand.session("responder");
        var page = stand.page("Written", "written");
        var component = stand.component(page, "Checkout", new JsonObject());
        var posted = stand.form(
                cookie,
                "/status/" + page + "/incidents",
                Map.of(
                        "name",
                        "Cards fail",
                        "impact",
                        "major",
                        "body",
                        "Some **cards** fail.",
                        "component-" + component,
                        "partial_outage"));
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(303);
        var post = header(posted, "Location");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/written"))
                        .contains("Partial outage: Checkout", "<strong>cards</strong>"));

        var blank = stand.form(cookie, post + "/updates", Map.of("status", "resolved", "body", " "));
        assertThat(blank.statusCode()).isEqualTo(422);
        assertThat(blank.body()).contains("<option value=\"resolved\" selected>");
        var renamed = stand.form(cookie, post, Map.of("name", "n".repeat(201), "impact", "critical"));
        assertThat(renamed.statusCode()).isEqualTo(422);
        assertThat(renamed.body()).contains("n".repeat(201), "<option value=\"critical\" selected>");
        var empty = stand.form(cookie, post + "/updates", Map.of("status", "", "body", "Half a sent"));
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Choose where it stands.", "Half a sent");
        saves(cookie, post + "/updates", Map.of("status", "resolved", "body", "Tehy work."));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(stand.text("/p/written")).contains("All systems operational", "Tehy work."));
        var update = stand.get("/api/v1" + post.replace("/status/", "/status-"))
                .getJsonArray("updates")
                .getJsonObject(0)
                .getString("id");
        saves(cookie, post + "/updates/" + update, Map.of("body", "They work."));
        saves(cookie, post, Map.of("name", "Some cards fail", "impact", "minor"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/written"))
                        .contains("They work.", "Some cards fail")
                        .doesNotContain("Tehy"));
        assertThat(stand.browse(cookie, post).body()).contains("Minor impact", "edited");

        saves(cookie, post + "/withdraw", Map.of());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/written")).doesNotContain("cards"));
        assertThat(stand.browse(cookie, post).statusCode()).isEqualTo(404);
    }

    private static void saves(String cookie, String path, Map<String, String> fields) {
        var answer = stand.form(cookie, path, fields);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(303);
    }

    @Test
    void eachUpdateNamesTheComponentsItChangedWithTheStatusTheyHadBefore() {
        var search = stand.component("Index", new JsonObject());
        var mail = stand.component("Outbox", new JsonObject());
        var id = stand.post(
                stand.page,
                "Slow index",
                "major",
                "We look into it.",
                new JsonObject().put(search, "degraded_performance"));
        stand.update(
                id, "identified", new JsonObject().put(search, "partial_outage").put(mail, "degraded_performance"));
        stand.update(id, "monitoring", new JsonObject());
        stand.update(id, "resolved", new JsonObject());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(affected("Slow index"))
                        .containsExactly(
                                "resolved [Index partial_outage operational, Outbox degraded_performance operational]",
                                "monitoring null",
                                "identified [Index degraded_performance partial_outage, Outbox operational degraded_performance]",
                                "investigating [Index operational degraded_performance]"));
        assertThat(stand.get("/api/v1/status-incidents/" + id)
                        .getJsonArray("updates")
                        .getJsonObject(3)
                        .getJsonArray("affected")
                        .getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("component", search)
                        .put("before", "operational")
                        .put("after", "degraded_performance"));
    }

    @Test
    void thePageAndItsJsonAgreeDuringAPostThatNamesNoComponent() {
        var plain = stand.page("Plain", "plain");
        var looks = Map.of(
                "none", "none, All systems operational",
                "minor", "minor, Degraded performance: Logins fail",
                "major", "major, Partial outage: Logins fail",
                "critical", "critical, Major outage: Logins fail");
        for (var impact : List.of("none", "minor", "major", "critical")) {
            var id = stand.post(plain, "Logins fail", impact, "We look into it.", new JsonObject());
            await().atMost(SOON).untilAsserted(() -> assertThat(look("plain")).isEqualTo(looks.get(impact)));
            stand.update(id, "resolved", new JsonObject());
            await().atMost(SOON).untilAsserted(() -> assertThat(look("plain")).isEqualTo(looks.get("none")));
        }
    }

    @Test
    void aPostIsCorrectedMarkedAsEditedAndWithdrawnWithAllItSaidOfComponents() {
        var other = stand.page("Amended", "amended");
        var component = stand.component(other, "Mail", new JsonObject());
        var post = stand.post(
                other, "Mial is slow", "minor", "Mial waits.", new JsonObject().put(component, "major_outage"));
        var path = "/api/v1/status-incidents/" + post;
        var update = stand.get(path).getJsonArray("updates").getJsonObject(0).getString("id");
        var named = stand.send(
                "PUT", path, new JsonObject().put("name", "Mail is slow").put("impact", "major"));
        assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
        var worded = stand.send("PUT", path + "/updates/" + update, new JsonObject().put("body", "Mail waits."));
        assertThat(worded.statusCode()).as(worded.body()).isEqualTo(200);
        assertThat(new JsonObject(worded.body())
                        .getJsonArray("updates")
                        .getJsonObject(0)
                        .getString("editedAt"))
                .isNotEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/amended"))
                        .contains("Mail is slow", "Mail waits.", "edited")
                        .doesNotContain("Mial"));
        assertThat(stand.send("PUT", path + "/updates/" + stand.page, new JsonObject().put("body", "x"))
                        .statusCode())
                .isEqualTo(404);

        assertThat(stand.send("DELETE", path, null).statusCode()).isEqualTo(204);
        assertThat(stand.send("GET", path, null).statusCode()).isEqualTo(404);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stand.text("/p/amended"))
                        .contains("All systems operational")
                        .doesNotContain("Mail is slow"));
        assertThat(stand.get("/p/amended/api/v2/summary.json")
                        .getJsonArray("components")
                        .getJsonObject(0)
                        .getString("status"))
                .isEqualTo("operational");
        assertThat(stand.text("/p/amended/history.atom")).doesNotContain("Mail");
    }

    /** The indicator of the JSON and the sentence of the page. */
    private static String look(String slug) {
        var indicator = stand.get("/p/" + slug + "/api/v2/status.json")
                .getJsonObject("status")
                .getString("indicator");
        return indicator + ", " + stand.text("/p/" + slug).replaceAll("(?s).*<h1>([^<]*)<.*", "$1");
    }

    private static Stream<JsonObject> incidents() {
        return stand.get("/p/posts/api/v2/incidents.json").getJsonArray("incidents").stream()
                .map(JsonObject.class::cast);
    }

    /** What each update of a public incident says of components, newest first. */
    private static List<String> affected(String name) {
        return incidents()
                .filter(incident -> incident.getString("name").equals(name))
                .flatMap(incident -> incident.getJsonArray("incident_updates").stream())
                .map(JsonObject.class::cast)
                .map(update -> update.getString("status") + " " + words(update.getJsonArray("affected_components")))
                .toList();
    }

    private static @Nullable List<String> words(@Nullable JsonArray components) {
        return components == null
                ? null
                : components.stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("name") + " " + one.getString("old_status") + " "
                                + one.getString("new_status"))
                        .toList();
    }
}
