package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.testing.Engines;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of results, which the palette reads too. */
@ExtendWith(Engines.class)
class SearchIT {
    private final Stand stand = Stand.get();

    @Test
    void anIncidentIsFoundByItsTitleAndItsNumberAndAServiceByAPartOfItsName() {
        var door = stand.door("Quartz <i>clock", "alert");
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "quartz-7"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();

        var byName = stand.page("/search?q=QUARTZ").body();
        assertThat(byName)
                .contains("href=\"/incidents/" + incident.number() + "\"", "quartz-7")
                .contains("href=\"/services/" + door.service() + "\"", "Quartz &lt;i&gt;clock")
                .contains("hx-get=\"/on-call/search?q=QUARTZ\"");
        assertThat(stand.page("/search?q=%23" + incident.number()).body()).contains("quartz-7");
        assertThat(stand.page("/search?q=nothing+like+it").body())
                .contains("Nothing about an incident and no name of a service has “nothing like it” in it.");
        assertThat(stand.page("/search").body()).doesNotContain("id=\"hits\"");
        assertThat(stand.page("/search?q=" + "x".repeat(300)).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsWrittenAboutAnIncidentIsFoundAndShown() {
        var door = stand.door("Found", "alert");
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "zirconium"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        var at = "/api/v1/incidents/" + incident.id();
        stand.post(at + "/notes", Stand.RESPONDER, Map.of("text", "The <b>Kärcher</b> relay in hall 7 was stuck."));
        stand.post(at + "/resolve", Stand.RESPONDER, Map.of());
        Stand.eventually(() -> hits("karcher stuck").contains("\"number\":" + incident.number()));
        assertThat(Stand.json(stand.get("/api/v1/incidents?q=karcher+relay&status=resolved", Stand.VIEWER))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("match"))
                .isEqualTo(
                        new JsonObject(
                                Map.of(
                                        "in", "note",
                                        "snippet",
                                                "The &lt;b&gt;<mark>Kärcher</mark>&lt;/b&gt; <mark>relay</mark> in hall 7 was stuck.")));
        assertThat(hits("\"relay in hall\"")).contains("zirconium");
        assertThat(hits("relay -hall")).doesNotContain("zirconium");
        assertThat(hits("hall relay") + hits("zirc")).contains("zirconium");
        assertThat(hits("\"hall relay\"")).doesNotContain("zirconium");
        assertThat(stand.page("/incidents?status=all&q=karcher+relay").body())
                .contains("<mark>Kärcher</mark>", "note: ")
                .doesNotContain("<b>");
        assertThat(stand.page("/search?q=karcher+relay").body()).contains("<mark>relay</mark>");

        assertThat(stand.page("/incidents?status=all&q=zirconium&to=2020-01-01").body())
                .contains("No incident matches");
        assertThat(stand.page("/incidents?status=all&q=zirconium&from=2020-01-01")
                        .body())
                .contains("zirconium is bad");
        assertThat(hits("zirconium&since=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00Z"))
                .doesNotContain("zirc");
        assertThat(hits("zirconium&team=" + Stand.TEAM)).doesNotContain("zirc");
        stand.method(
                "PUT",
                "/api/v1/services/" + door.service(),
                Stand.MANAGER,
                Map.of("name", "Found", "grouping", "alert", "team", Stand.TEAM.toString()));
        assertThat(hits("zirconium&team=" + Stand.TEAM))
                .as("its service is of the team now")
                .contains("zirconium");
        assertThat(hits("zirconium+db1.example.com"))
                .as("by the source of its alert")
                .contains("zirconium");
    }

    @Test
    void aViewIsSavedForOnePersonOrForEverybody() {
        var saved = stand.form("/incidents/views", "name=Worst+of+mine&severity=sev1&mine=1&status=all");
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(saved.headers().firstValue("Location")).contains("/incidents?status=all&severity=sev1&mine=1");
        stand.form("/incidents/views", "name=Worst+of+all&severity=sev1&status=all&shared=1");
        assertThat(stand.page("/incidents?status=all&severity=sev1&mine=1").body())
                .contains("Worst of mine", "Remove the view “Worst of mine”", "Worst of all");
        assertThat(stand.pageAsResponder("/incidents").body())
                .contains("Worst of all")
                .doesNotContain("Worst of mine");
        assertThat(stand.get("/api/v1/saved-views", Stand.VIEWER).body())
                .contains("Worst of all", "status=all&severity=sev1")
                .doesNotContain("Worst of mine");
        stand.form("/incidents/views", "name=Worst+of+mine&severity=sev2");
        assertThat(stand.page("/incidents?severity=sev2").body()).doesNotContain("Remove the view");
        assertThat(stand.post("/api/v1/saved-views", Stand.RESPONDER, Map.of("name", "x", "query", "status=all"))
                        .statusCode())
                .as("a token without a person")
                .isEqualTo(409);

        var id = Stand.json(stand.get("/api/v1/saved-views", Stand.VIEWER)).getJsonArray("items").stream()
                .map(view -> (JsonObject) view)
                .filter(view -> "Worst of all".equals(view.getString("name")))
                .findFirst()
                .orElseThrow()
                .getString("id");
        stand.formAsResponder("/incidents/views/" + id + "/remove", "");
        assertThat(stand.get("/api/v1/saved-views", Stand.VIEWER).body()).contains("Worst of all");
        stand.form("/incidents/views/" + id + "/remove", "");
        assertThat(stand.get("/api/v1/saved-views", Stand.VIEWER).body()).doesNotContain("Worst of all");
    }

    @Test
    void earlierIncidentsOfTheSameAlertAndOfTheSameWordsStandBesideOne() {
        var first = opened("Ruthenium lathe", "ruthenium");
        var other = opened("Ruthenium mill", "ruthenium");
        var at = "/api/v1/incidents/" + first.id() + "/similar";
        Stand.eventually(() -> stand.get(at, Stand.VIEWER).body().contains("\"number\":" + other.number()));
        assertThat(stand.get(at, Stand.VIEWER).body()).contains("\"why\":\"words\"");
        assertThat(stand.page("/incidents/" + first.number() + "/similar").body())
                .contains("href=\"/incidents/" + other.number() + "\"", "Ruthenium mill");
        assertThat(stand.page("/incidents/" + first.number()).body()).contains("/similar\"");
        assertThat(stand.page("/incidents/999999999/similar").statusCode()).isEqualTo(404);
    }

    private IncidentState opened(String service, String key) {
        var door = stand.door(service, "alert");
        stand.accepted(
                door.service(),
                Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, key + " spindle"));
        return stand.await(door.service(), Happened.TRIGGERED).incident();
    }

    private String hits(String asked) {
        var query = asked.replace("\"", "%22").replace(" ", "+");
        return stand.get("/api/v1/incidents?q=" + query, Stand.VIEWER).body();
    }
}
