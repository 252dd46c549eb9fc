package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Postmortems and action items, over the API and in the console. */
class LearningIT {
    private final Stand stand = Stand.get();

    @Test
    void aPostmortemGoesFromTheIncidentsFactsThroughReviewToPublished() {
        var incident = over("Learned road");
        var page = "/incidents/" + incident.number() + "/postmortem";
        assertThat(stand.page(page).body()).contains("No postmortem yet", "Begin the postmortem");
        assertThat(stand.page(page.replace("/postmortem", "")).body()).contains(page);

        assertThat(stand.form(page, "").statusCode()).isEqualTo(303);
        var begun = stand.page(page).body();
        assertThat(begun)
                .contains("<h2>Summary</h2>", "<h2>Contributing factors</h2>", "Opened by", "Draft", "to acknowledge")
                .contains("It is &lt;b&gt;the&lt;/b&gt; disk");
        stand.form(page, "");

        var body = """
                ## Summary

                A human error by **Ann**: she should have known.

                <script>alert(1)</script>

                [bad](javascript:alert(1)) ![pixel](https://example.com/p.png)
                """;
        var saved = stand.form(page + "/edit", "version=1&title=Disk+full+twice&body=" + encoded(body));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(stand.page(page).body())
                .contains("Disk full twice", "<strong>Ann</strong>", "&lt;script&gt;", "2 places may read as blame")
                .contains("href=\"https://example.com/p.png\"")
                .doesNotContain("javascript:alert", "<img src=\"https");

        assertThat(stand.form(page + "/ask", "reviewer=" + Stand.ROB + "&reviewer=" + Stand.VIC)
                        .statusCode())
                .isEqualTo(303);
        Stand.eventually(() -> kinds(Stand.VIC, page).contains("postmortem.review"));
        assertThat(stand.formAsViewer(page + "/review", "verdict=changes&comment=")
                        .statusCode())
                .isEqualTo(422);
        stand.formAsViewer(page + "/review", "verdict=changes&comment=Why+twice%3F");
        assertThat(stand.page(page).body()).contains("Why twice?", "Asks for changes", ">Draft<");
        Stand.eventually(() -> kinds(Stand.BEA, page).contains("postmortem.reviewed"));
        stand.form(page + "/ask", "reviewer=" + Stand.ROB);
        stand.formAsResponder(page + "/review", "verdict=approve&comment=");
        assertThat(stand.page(page).body()).contains("1 of 2 approved");
        assertThat(stand.form(page + "/publish", "").statusCode()).isEqualTo(303);
        assertThat(stand.page(page).body()).contains("Published", "Open again").doesNotContain("/edit\"");
        assertThat(stand.page("/postmortems?state=published").body()).contains("Disk full twice");
        Stand.eventually(() ->
                stand.factsOf(incident.number()).containsAll(List.of("postmortem_begun", "postmortem_published")));

        assertThat(stand.page(page + ".pdf").body()).startsWith("%PDF-");
        assertThat(stand.anonymous(page + ".pdf").statusCode()).isEqualTo(401);
        var printed = stand.method(
                "GET",
                "/api/v1/incidents/" + incident.id() + "/postmortem",
                Stand.VIEWER,
                Map.of(),
                "Accept",
                "application/pdf");
        assertThat(printed.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(printed.body()).startsWith("%PDF-");
    }

    @Test
    void twoWhoWriteAtOnceLoseNothing() {
        var incident = over("Learned twice");
        var page = "/incidents/" + incident.number() + "/postmortem";
        var at = "/api/v1/incidents/" + incident.id() + "/postmortem";
        assertThat(stand.get(at, Stand.VIEWER).statusCode()).isEqualTo(404);
        stand.form(page, "");
        stand.form(page + "/edit", "version=1&title=First&body=first");
        var second = stand.form(page + "/edit", "version=1&title=Second&body=second");
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).contains("Bea Example saved another version", "second</textarea>", "value=\"2\"");
        var stale = stand.method(
                "PUT", at, Stand.RESPONDER, Map.of("title", "Third", "body", "third"), "If-Match", "\"v1\"");
        assertThat(stale.statusCode()).isEqualTo(412);
        var saved = stand.method(
                "PUT", at, Stand.RESPONDER, Map.of("title", "Third", "body", "third"), "If-Match", "\"v2\"");
        assertThat(Stand.json(saved).getString("body")).isEqualTo("third");
        assertThat(stand.form(page + "/edit", "version=3&title=&body=x").statusCode())
                .isEqualTo(422);
        assertThat(stand.formAsViewer(page + "/edit", "version=3&title=x&body=x")
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.forged(page + "/publish").statusCode()).isEqualTo(403);
        assertThat(stand.post(at + "/ask", Stand.RESPONDER, Map.of("reviewers", List.of(UUID.randomUUID())))
                        .body())
                .contains("#/reviewers");
        assertThat(stand.post(at + "/reviews", Stand.RESPONDER, Map.of("approves", true))
                        .statusCode())
                .as("a token without a person has no opinion")
                .isEqualTo(409);
    }

    @Test
    void anActionItemHasAnOwnerWhoIsNotifiedAndRemindedWhenItIsDue() {
        var incident = over("Learned actions");
        var page = "/incidents/" + incident.number();
        var today = LocalDate.now(ZoneOffset.UTC);
        var refused = stand.form(page + "/action-items", "title=&due=soon&link=ftp://x&act=save");
        assertThat(refused.statusCode()).isEqualTo(422);
        var added = stand.form(
                page + "/action-items",
                "title=Test+the+retry&owner=" + Stand.ROB + "&due=" + today
                        + "&link=https%3A%2F%2Fissues.example.com%2FOPS-311&act=save");
        assertThat(added.statusCode()).isEqualTo(303);
        Stand.eventually(
                () -> kinds(Stand.ROB, page + "/postmortem").equals(List.of("action-item.given", "action-item.due")));
        assertThat(stand.page(page + "/postmortem").body())
                .contains("Test the retry", "Rob Example", "OPS-311", today.toString(), "0 of 1 done");

        var item = items("/api/v1/incidents/" + incident.id() + "/action-items").getJsonObject(0);
        var at = "/action-items/" + item.getString("id");
        assertThat(stand.formAsViewer(at, "act=done").statusCode()).isEqualTo(403);
        stand.formAsResponder(at, "act=done");
        assertThat(stand.page("/action-items?status=done").body()).contains("Test the retry");
        assertThat(items("/api/v1/action-items?owner=" + Stand.ROB + "&status=open").stream()
                        .map(one -> ((JsonObject) one).getString("id")))
                .doesNotContain(item.getString("id"));
        var changed =
                stand.method("PUT", "/api/v1" + at, Stand.RESPONDER, Map.of("title", "Test it", "due", "2026-13-01"));
        assertThat(changed.statusCode()).isEqualTo(400);
        assertThat(stand.method(
                                "PUT",
                                "/api/v1" + at,
                                Stand.RESPONDER,
                                Map.of("title", "Test it", "link", "gopher://x"))
                        .body())
                .contains("#/link");
        assertThat(Stand.json(stand.method("PUT", "/api/v1" + at, Stand.RESPONDER, Map.of("title", "Test it")))
                        .getBoolean("done"))
                .as("what is absent is taken away")
                .isFalse();
        assertThat(stand.method("DELETE", "/api/v1" + at, Stand.RESPONDER, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(stand.get(page, Stand.VIEWER).statusCode()).isNotEqualTo(500);
    }

    @Test
    void openActionItemsStandByTheirDayAndGoOnFromPageToPage() {
        var incident = over("Learned order");
        var at = "/api/v1/incidents/" + incident.id() + "/action-items";
        stand.post(at, Stand.RESPONDER, Map.of("title", "later", "owner", Stand.VIC, "due", "2199-01-02"));
        stand.post(at, Stand.RESPONDER, Map.of("title", "never", "owner", Stand.VIC));
        stand.post(at, Stand.RESPONDER, Map.of("title", "sooner", "owner", Stand.VIC, "due", "2199-01-01"));
        var first = stand.get("/api/v1/action-items?limit=2&owner=" + Stand.VIC, Stand.VIEWER);
        assertThat(titles(Stand.json(first).getJsonArray("items"))).containsExactly("sooner", "later");
        var next = first.headers().firstValue("Link").orElseThrow().replaceAll("<(.*)>.*", "$1");
        assertThat(titles(items(next))).containsExactly("never");
        assertThat(stand.page("/action-items?mine=1").body()).doesNotContain("sooner");
    }

    @Test
    void aSeverityThatWantsPostmortemsHasThemChasedUntilTheyArePublished() {
        var incident = over("Learned chase");
        var page = "/incidents/" + incident.number() + "/postmortem";
        sql("update response_rule set postmortem = true where severity = 'sev5'");
        try {
            stand.method("PATCH", "/api/v1/incidents/" + incident.id(), Stand.RESPONDER, Map.of("severity", "sev5"));
            sql("update incident set resolved_at = now() - interval '2 days' where number = " + incident.number());
            assertThat(stand.page("/postmortems").body()).contains("Wanted", "not begun", "Learned chase");
            Stand.eventually(() -> kinds(Stand.BEA, page).contains("postmortem.wanted"));
            stand.form(page, "");
            var asked = stand.form(page + "/publish", "");
            assertThat(asked.statusCode()).isEqualTo(422);
            assertThat(asked.body())
                    .contains("Not published yet", "Summary, Impact, Contributing factors, What went well")
                    .doesNotContain(">Published<");
            stand.form(page + "/publish", "anyway=yes");
            assertThat(stand.page("/postmortems").body()).doesNotContain("not begun");
            assertThat(kinds(Stand.BEA, page)).hasSize(1);
        } finally {
            sql("update response_rule set postmortem = false where severity = 'sev5'");
        }
    }

    @Test
    void theOutlineIsOnesOwnAndWhatItNamesIsFilledIn() {
        var at = "/api/v1/postmortem-template";
        var usual = Stand.json(stand.get(at, Stand.VIEWER));
        assertThat(usual.getString("body")).contains("## Contributing factors");
        assertThat(stand.formAsResponder("/postmortems/template", "version=1&body=x")
                        .statusCode())
                .isEqualTo(403);
        var body = "## {title} of {service}\n\n{severity} {nothing}\n";
        assertThat(stand.form(
                                "/postmortems/template",
                                "version=" + usual.getInteger("version") + "&body=" + encoded(body))
                        .statusCode())
                .isEqualTo(303);
        try {
            assertThat(stand.form("/postmortems/template", "version=1&body=y").statusCode())
                    .isEqualTo(422);
            var incident = over("Learned *outline*");
            var begun = Stand.json(
                    stand.post("/api/v1/incidents/" + incident.id() + "/postmortem", Stand.RESPONDER, Map.of()));
            assertThat(begun.getString("body"))
                    .isEqualTo("## Learned \\*outline\\* is bad of Learned \\*outline\\*\n\nSEV2 {nothing}\n");
            var file = stand.page("/incidents/" + incident.number() + "/postmortem.md");
            assertThat(file.headers().firstValue("Content-Type")).contains("text/markdown; charset=utf-8");
            assertThat(file.body()).startsWith("# Learned *outline* is bad\n\nPostmortem of incident #");
            assertThat(stand.anonymous("/incidents/" + incident.number() + "/postmortem.md")
                            .statusCode())
                    .isEqualTo(401);
        } finally {
            stand.method("PUT", at, Stand.MANAGER, Map.of("body", ""));
        }
    }

    private IncidentState over(String service) {
        var door = stand.door(service, "alert");
        var opened = Stand.json(stand.post(
                "/api/v1/incidents", Stand.RESPONDER, Map.of("service", door.service(), "title", service + " is bad")));
        var number = opened.getInteger("number");
        stand.form("/incidents/" + number + "/acknowledge", "");
        stand.form("/incidents/" + number + "/notes", "text=It+is+%3Cb%3Ethe%3C%2Fb%3E+disk");
        stand.form("/incidents/" + number + "/resolve", "");
        Stand.eventually(() -> stand.eventsOf(door.service()).size() == 4);
        return stand.eventsOf(door.service()).getLast().incident();
    }

    private List<String> kinds(UUID person, String path) {
        return stand.noticesTo(person, path).stream()
                .map(notice -> notice.kind())
                .toList();
    }

    private void sql(String statement) {
        stand.host.database().query(statement, Tuple.tuple()).await();
    }

    private JsonArray items(String path) {
        return Stand.json(stand.get(path, Stand.VIEWER)).getJsonArray("items");
    }

    private static List<String> titles(JsonArray items) {
        return items.stream().map(one -> ((JsonObject) one).getString("title")).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
