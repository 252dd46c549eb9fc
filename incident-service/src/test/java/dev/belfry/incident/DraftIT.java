package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model drafts only when it is asked, sees no secret, and saves nothing. */
class DraftIT {
    private final Stand stand = Stand.get();

    @AfterEach
    void theModelIsWellAgain() {
        stand.model.answersWith(200);
        stand.model.writes("");
    }

    @Test
    void aDraftIsWrittenFromTheTimelineWithItsSecretsHidden() {
        var incident = opened("Drafted one");
        note(incident, "Restarted with password=hunter2 and mailed ann@example.net");
        stand.model.writes("Payments are slow. The team restarts them.");
        var answer = stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "summary"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Stand.json(answer).getString("text")).isEqualTo("Payments are slow. The team restarts them.");
        assertThat(Stand.json(answer).getString("model")).isEqualTo("stand-model");
        var question = stand.model.asked().getLast().getJsonArray("messages").encode();
        assertThat(question)
                .contains("Title: Drafted one", "Restarted with password=[hidden]", "Blame nobody")
                .doesNotContain("hunter2", "ann@example.net");
        assertThat(stand.post(at(incident) + "/drafts", Stand.VIEWER, Map.of("kind", "summary"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "poem"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theFormsKeepWhatWasTypedAndNothingIsSavedOrSent() {
        var incident = opened("Drafted two");
        var page = "/incidents/" + incident.getLong("number");
        stand.model.writes("The shop is <slow>.");
        var before = stand.model.asked().size();
        assertThat(stand.page(page).body()).contains("Draft a summary");
        assertThat(stand.page(page + "/updates/new").body()).contains("Draft it from the timeline");
        assertThat(stand.model.asked()).as("looking at a page asks no model").hasSize(before);

        var noted = stand.form(page + "/notes", "act=draft&text=Mine");
        assertThat(noted.statusCode()).isEqualTo(200);
        assertThat(noted.body()).contains("Mine\n\nThe shop is &lt;slow&gt;.", "A draft by stand-model.");
        var update = stand.form(page + "/updates", "act=draft&text=&responders=yes");
        assertThat(update.body()).contains("The shop is &lt;slow&gt;.", "Check each sentence");
        var timeline = stand.get(at(incident) + "/timeline", Stand.VIEWER).body();
        assertThat(timeline).doesNotContain("slow");

        stand.form(page + "/postmortem", "");
        var edited = stand.form(page + "/postmortem/edit", "act=draft&title=T&version=1&body=%23%23+Mine");
        assertThat(edited.body()).contains("## Mine\n\nThe shop is &lt;slow&gt;.");
        assertThat(stand.page(page + "/postmortem").body()).doesNotContain("&lt;slow&gt;");
    }

    @Test
    void aModelThatFailsLeavesEverythingAsItIsAndSaysSo() {
        var incident = opened("Drafted three");
        var page = "/incidents/" + incident.getLong("number");
        stand.model.answersWith(500);
        var failed = stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "update"));
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.body()).contains("status 500", "Nothing was changed").doesNotContain(ModelAnswers.KEY);
        assertThat(stand.form(page + "/notes", "act=draft&text=Mine").body()).contains("There is no draft.", "Mine");

        stand.model.answersWith(302);
        var strayed = stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "update"));
        assertThat(strayed.body()).contains("status 302");
        assertThat(stand.model.asked())
                .as("a redirect is not followed")
                .noneMatch(question -> question.containsKey("strayed"));

        stand.model.answersWith(200);
        stand.model.writes("x".repeat(300_000));
        assertThat(stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "update"))
                        .statusCode())
                .as("an answer without end is not read to its end")
                .isEqualTo(503);
        stand.model.writes("  ");
        assertThat(stand.post(at(incident) + "/drafts", Stand.RESPONDER, Map.of("kind", "update"))
                        .body())
                .contains("without a text");
    }

    private void note(JsonObject incident, String text) {
        assertThat(stand.post(at(incident) + "/notes", Stand.RESPONDER, Map.of("text", text))
                        .statusCode())
                .isLessThan(300);
    }

    private JsonObject opened(String title) {
        var door = stand.door(title + " service", "alert");
        var answer = stand.post(
                "/api/v1/incidents",
                Stand.RESPONDER,
                Map.of("service", door.service().toString(), "title", title, "severity", "sev2"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Stand.json(answer);
    }

    private static String at(JsonObject incident) {
        return "/api/v1/incidents/" + incident.getString("id");
    }
}
