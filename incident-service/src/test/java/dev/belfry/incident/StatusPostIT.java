package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.contracts.announcement.PublicImpact;
import dev.belfry.contracts.announcement.PublicLook;
import dev.belfry.contracts.announcement.PublicStage;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.contracts.incident.IncidentState;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Updates that customers read on a status page too: what is asked of it, and how its answer is said. */
class StatusPostIT {
    private static final UUID PAGE = UUID.fromString("0198bbbb-0000-7000-8000-000000000001");
    private static final UUID CHECKOUT = UUID.fromString("0198bbbb-0000-7000-8000-000000000002");

    private final Stand stand = Stand.get();

    @BeforeEach
    void thereIsAStatusPage() {
        var entry = new StatusPageEntry(
                PAGE, "Stand Cloud", List.of(new StatusPageEntry.Component(CHECKOUT, "Stand checkout", List.of())));
        stand.tell(Topics.DIRECTORY.name(), entry.key(), StatusPageEntry.TYPE, entry);
        var incident = open("Post directory " + UUID.randomUUID());
        Stand.eventually(() -> stand.page("/incidents/" + incident.number() + "/updates/new")
                .body()
                .contains("Stand checkout"));
    }

    @Test
    void anUpdateGoesToTheStatusPageInTheWordsThatWereWrittenForItAndNothingElseDoes() {
        var incident = open("Post service");
        var sent = update(
                incident,
                Map.of(
                        "text",
                        "The acquirer answers 502 from fra3.",
                        "statusPage",
                        Map.of(
                                "page",
                                PAGE,
                                "title",
                                "Card payments fail",
                                "text",
                                "A third of card payments fail.",
                                "impact",
                                "major",
                                "components",
                                Map.of(CHECKOUT, "partial_outage"))));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
        assertThat(Stand.json(sent).getJsonObject("statusPage").getString("state"))
                .isEqualTo("waiting");
        Stand.eventually(() -> stand.postsOf(incident.id()).size() == 1);
        var asked = stand.postsOf(incident.id()).getFirst();
        assertThat(asked.id().toString()).isEqualTo(Stand.json(sent).getString("id"));
        assertThat(asked)
                .isEqualTo(new AnnouncementRequest(
                        asked.id(),
                        incident.id(),
                        PAGE,
                        "Card payments fail",
                        "A third of card payments fail.",
                        PublicStage.INVESTIGATING,
                        PublicImpact.MAJOR,
                        List.of(new AnnouncementRequest.Affected(CHECKOUT, PublicLook.PARTIAL_OUTAGE)),
                        asked.at()));

        answer(asked, "https://status.example.net/incidents/abc", null);
        Stand.eventually(() -> last(incident).getString("state").equals("posted"));
        answer(asked, "https://status.example.net/incidents/abc", null);
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains(
                        "Posted on the status page Stand Cloud as “Card payments fail”: investigating",
                        "href=\"https://status.example.net/incidents/abc\"");

        var closed = update(
                incident, Map.of("text", "All is well.", "statusPage", Map.of("page", PAGE, "stage", "resolved")));
        assertThat(closed.statusCode()).as(closed.body()).isEqualTo(201);
        Stand.eventually(() -> stand.postsOf(incident.id()).size() == 2);
        var second = stand.postsOf(incident.id()).getLast();
        assertThat(second.title()).as("that of the post there is").isEqualTo("Card payments fail");
        assertThat(second.text()).isEqualTo("All is well.");
        assertThat(second.impact()).isEqualTo(PublicImpact.MAJOR);
        assertThat(second.stage()).isEqualTo(PublicStage.RESOLVED);
        answer(second, "https://status.example.net/incidents/abc", null);
        Stand.eventually(() -> last(incident).getString("state").equals("posted"));
        assertThat(lines(incident, "Posted on the status page")).as("each once").isEqualTo(2);
    }

    @Test
    void whatTheStatusPageRefusesIsSaidInTheTimelineAndTheNextUpdateNeedsATitleAgain() {
        var incident = open("Post refused");
        var page = "/incidents/" + incident.number();
        var sent = stand.form(
                page + "/updates",
                "text=Logins+fail.&post=yes&page=" + PAGE
                        + "&postTitle=Logins+fail&stage=identified&impact=critical&look-" + CHECKOUT
                        + "=major_outage&look-x=y");
        assertThat(sent.statusCode()).isEqualTo(303);
        Stand.eventually(() -> stand.postsOf(incident.id()).size() == 1);
        assertThat(stand.page(page).body()).contains("Status page</span>", "Identified, not confirmed yet");
        assertThat(stand.page(page + "/updates/new?for=status-page").body())
                .contains("value=\"Logins fail\"", "value=\"critical\" selected");
        var asked = stand.postsOf(incident.id()).getFirst();
        assertThat(asked.text()).isEqualTo("Logins fail.");
        answer(asked, null, "A component that was chosen is no longer on this page");
        Stand.eventually(() -> last(incident).getString("state").equals("refused"));
        assertThat(stand.page(page).body())
                .contains("not sent", "Not posted on the status page Stand Cloud. A component that was chosen is no")
                .doesNotContain("not confirmed yet");
        assertThat(update(incident, Map.of("text", "x", "statusPage", Map.of("page", PAGE)))
                        .body())
                .contains("#/statusPage/title", "Give the post a title");
    }

    @Test
    void theIncidentsPageHasATabForEachThingToWriteAndAViewerHasNone() {
        var incident = open("Post tabs");
        var page = "/incidents/" + incident.number();
        assertThat(stand.page(page).body())
                .contains("Add note", "?write=update#composer")
                .doesNotContain("Send update");
        assertThat(stand.page(page + "?write=update").body())
                .contains("Send update", "name=\"responders\" value=\"yes\" checked")
                .doesNotContain("Add note", "name=\"post\" value=\"yes\" checked");
        assertThat(stand.page(page + "?write=status-page").body())
                .contains("name=\"post\" value=\"yes\" checked", "Stand checkout")
                .doesNotContain("name=\"responders\" value=\"yes\" checked");
        assertThat(stand.page(page + "?write=nonsense").body()).contains("Add note");
        assertThat(stand.pageAsViewer(page + "?write=update").body()).doesNotContain("Send update", "composer");
    }

    @Test
    void whatCannotBePostedIsRefusedAtTheDoorAndWhatWasTypedIsKept() {
        var incident = open("Post bad");
        assertThat(update(incident, Map.of("text", "x", "statusPage", Map.of("page", UUID.randomUUID(), "title", "t")))
                        .body())
                .contains("#/statusPage/page", "There is no status page");
        assertThat(update(
                                incident,
                                Map.of(
                                        "text",
                                        "x",
                                        "statusPage",
                                        Map.of(
                                                "page",
                                                PAGE,
                                                "title",
                                                "t",
                                                "components",
                                                Map.of(UUID.randomUUID(), "major_outage"))))
                        .body())
                .contains("#/statusPage/components", "Stand Cloud has no component");
        for (var wrong : List.<Map<String, Object>>of(
                Map.of("page", PAGE, "title", "a\0b"),
                Map.of("page", PAGE, "title", "t", "stage", "over"),
                Map.of("page", PAGE, "title", "t".repeat(201)),
                Map.of("page", PAGE, "title", "t", "components", Map.of("x", "major_outage")),
                Map.of("page", PAGE, "title", "t", "components", Map.of(CHECKOUT.toString(), "bad")),
                Map.of("page", PAGE, "title", "t", "more", true),
                Map.of("title", "t"))) {
            assertThat(update(incident, Map.of("text", "x", "statusPage", wrong))
                            .statusCode())
                    .as(wrong.toString())
                    .isBetween(400, 422);
        }
        var untitled = stand.form(
                "/incidents/" + incident.number() + "/updates",
                "text=Kept+words&post=yes&page=" + PAGE + "&postText=For+customers&stage=monitoring&impact=none");
        assertThat(untitled.statusCode()).isEqualTo(422);
        assertThat(untitled.body())
                .contains("Kept words", "For customers", "value=\"monitoring\" selected", "href=\"#post-title\"");
        assertThat(stand.postsOf(incident.id())).isEmpty();

        stand.host
                .database()
                .query("update incident set nature = 'test' where id = $1", Tuple.of(incident.id()))
                .await();
        assertThat(update(incident, Map.of("text", "x", "statusPage", Map.of("page", PAGE, "title", "t")))
                        .body())
                .contains("#/statusPage", "This is a test");
    }

    private IncidentState open(String service) {
        var door = stand.door(service, "alert");
        stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", door.service(), "title", "Internal words"));
        Stand.eventually(() -> !stand.eventsOf(door.service()).isEmpty());
        return stand.eventsOf(door.service()).getFirst().incident();
    }

    private HttpResponse<String> update(IncidentState incident, Map<String, Object> body) {
        return stand.post("/api/v1/incidents/" + incident.id() + "/updates", Stand.RESPONDER, body);
    }

    private void answer(AnnouncementRequest asked, @Nullable String link, @Nullable String refusal) {
        stand.tell(
                Topics.DELIVERIES.name(),
                asked.incidentId().toString(),
                AnnouncementAnswer.TYPE,
                new AnnouncementAnswer(asked.id(), asked.incidentId(), link, refusal, Instant.now()));
    }

    private JsonObject last(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/updates", Stand.VIEWER))
                .getJsonArray("items")
                .getJsonObject(0)
                .getJsonObject("statusPage");
    }

    private long lines(IncidentState incident, String begin) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/timeline?limit=200", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(line -> line.getString("text").startsWith(begin))
                .count();
    }
}
