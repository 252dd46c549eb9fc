package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a house wants to know of its incidents besides: fields of several kinds, asked for, filtered by and written to files. */
class FieldIT {
    private static final String FIELDS = "/api/v1/incident-fields";

    private final Stand stand = Stand.get();

    @Test
    void eachKindTakesItsOwnValuesAndSaysWhatIsWrongWithOthers() {
        var service = stand.door("Fields of each kind", "alert").service();
        var incident = open(service, "Kinds");
        for (var kind : List.of("text", "number", "date", "link", "yes_no")) {
            made(define("kind_" + kind, "Kind " + kind, kind, Map.of("services", List.of(service))));
        }
        made(define(
                "kind_choice",
                "Kind choice",
                "choice",
                Map.of("services", List.of(service), "options", List.of("None", "All customers"))));
        wrong(incident, "kind_number", "a few", "Give a number such as 12 or 0.5");
        wrong(incident, "kind_date", "2026-02-30", "Give a day such as 2026-12-24");
        wrong(incident, "kind_link", "javascript:alert(1)", "begins with https://");
        wrong(incident, "kind_yes_no", "maybe", "Say yes or no");
        wrong(incident, "kind_choice", "Some", "Choose one of: None, All customers");
        wrong(incident, "kind_other", "x", "There is no such field for this incident");
        var filled = fill(
                incident,
                "kind_text",
                "Two <b>shops</b>",
                "kind_number",
                "12.5",
                "kind_date",
                "2026-11-30",
                "kind_link",
                "https://tickets.example.com/1",
                "kind_yes_no",
                "yes",
                "kind_choice",
                "All customers");
        assertThat(filled.statusCode()).as(filled.body()).isEqualTo(200);
        assertThat(values(incident)).containsEntry("kind_number", "12.5").containsEntry("kind_choice", "All customers");
        fill(incident, "kind_number", null, "kind_text", "Three shops");
        assertThat(values(incident)).containsEntry("kind_text", "Three shops").containsEntry("kind_number", null);
        assertThat(stand.get("/api/v1/incidents/" + incident.getString("id") + "/timeline", Stand.VIEWER)
                        .body())
                .contains("Kind number: emptied, was 12.5", "Kind text: Three shops, was Two <b>shops</b>");
        var page = stand.page("/incidents/" + incident.getLong("number")).body();
        assertThat(page).contains("field-kind_choice", "Three shops", "Open the link");
        assertThat(stand.pageAsViewer("/incidents/" + incident.getLong("number"))
                        .body())
                .contains("<dt>Kind choice</dt>", "All customers")
                .doesNotContain("field-kind_choice");
        assertThat(stand.post("/api/v1/incidents/" + UUID.randomUUID() + "/fields", Stand.RESPONDER, Map.of())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aFieldThatIsRequiredIsFilledInBeforeAPersonResolvesOverTheApiInTheConsoleAndInTheList() {
        var service = stand.door("Fields required", "alert").service();
        made(define("req_cause", "Cause of it", "text", Map.of("services", List.of(service), "required", true)));
        var incident = open(service, "Required");
        var at = "/api/v1/incidents/" + incident.getString("id");
        var page = "/incidents/" + incident.getLong("number");
        var refused = stand.post(at + "/resolve", Stand.RESPONDER, Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Fill in “Cause of it” before you resolve it.");
        stand.form(page + "/resolve", "");
        stand.form("/incidents/bulk", "act=resolve&number=" + incident.getLong("number") + ".1");
        assertThat(show(at).getString("status")).isEqualTo("triggered");
        assertThat(stand.page(page).body()).contains(">required</span>");
        assertThat(stand.form(page + "/fields", "field-req_cause=A+full+disk").statusCode())
                .isEqualTo(303);
        assertThat(stand.form(page + "/resolve", "").statusCode()).isEqualTo(303);
        assertThat(show(at).getString("status")).isEqualTo("resolved");
        assertThat(stand.post(at + "/resolve", Stand.RESPONDER, Map.of()).statusCode())
                .as("resolving it again")
                .isEqualTo(200);

        var other = open(stand.door("Fields elsewhere", "alert").service(), "Elsewhere");
        assertThat(stand.post("/api/v1/incidents/" + other.getString("id") + "/resolve", Stand.RESPONDER, Map.of())
                        .statusCode())
                .as("it is asked of one service only")
                .isEqualTo(200);
    }

    @Test
    void theListIsNarrowedByAFieldAndTheFileHasAColumnForIt() {
        var service = stand.door("Fields filtered", "alert").service();
        made(define(
                "flt_impact",
                "Impact filtered",
                "choice",
                Map.of("services", List.of(service), "options", List.of("Small", "=Large"))));
        var small = open(service, "Small one");
        var large = open(service, "Large one");
        fill(small, "flt_impact", "Small");
        fill(large, "flt_impact", "=Large");
        var found = stand.get("/api/v1/incidents?field=flt_impact:Small", Stand.VIEWER)
                .body();
        assertThat(found).contains("Small one").doesNotContain("Large one");
        var page = stand.page("/incidents?field=flt_impact%3ASmall").body();
        assertThat(page).contains("Small one", "Impact filtered: Small").doesNotContain("Large one");
        assertThat(stand.get("/api/v1/incidents?field=Impact", Stand.VIEWER).statusCode())
                .isEqualTo(400);
        assertThat(stand.method(
                                "PATCH",
                                "/api/v1/incidents/" + large.getString("id"),
                                Stand.RESPONDER,
                                Map.of("priority", "p2"))
                        .statusCode())
                .isEqualTo(200);
        Stand.eventually(
                () -> stand.page("/insights.csv?service=" + service).body().contains("Large one"));
        var lines =
                stand.page("/insights.csv?service=" + service).body().lines().toList();
        var heads = Arrays.asList(lines.getFirst().split(",", -1));
        assertThat(heads).contains("priority", "field_flt_impact");
        assertThat(lines)
                .anyMatch(line -> line.contains("Large one") && line.contains(",P2") && line.contains("\"'=Large\""));
    }

    @Test
    void aFieldKeepsItsKeyAndItsKindAndIsBoundedAndRemovedWithItsValues() {
        var service = stand.door("Fields kept", "alert").service();
        var field = made(define("kept_note", "Kept note", "text", Map.of("services", List.of(service))));
        var at = FIELDS + "/" + field.getString("id");
        assertThat(define("kept_note", "Again", "text", Map.of()).body())
                .contains("#/key", "Another field has this key");
        assertThat(define("kept_list", "List", "choice", Map.of()).body()).contains("#/options");
        assertThat(define("kept_text", "Text", "text", Map.of("options", List.of("a")))
                        .body())
                .contains("Only a choice has options");
        assertThat(define("kept_gone", "Gone", "text", Map.of("services", List.of(UUID.randomUUID())))
                        .body())
                .contains("#/services");
        var number = Map.of("key", "kept_note", "name", "Kept", "kind", "number");
        assertThat(stand.method("PUT", at, Stand.MANAGER, number).body()).contains("#/kind", "kind of a field stays");
        var renamed = Map.of("key", "kept_note", "name", "Kept longer", "kind", "text", "services", List.of(service));
        assertThat(Stand.json(stand.method("PUT", at, Stand.MANAGER, renamed)).getString("name"))
                .isEqualTo("Kept longer");
        assertThat(stand.method("PUT", at, Stand.MANAGER, renamed, "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(stand.method("PUT", at, Stand.RESPONDER, renamed).statusCode())
                .isEqualTo(403);
        var incident = open(service, "Keeps a field");
        fill(incident, "kept_note", "Something");
        assertThat(stand.method("DELETE", at, Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(values(incident)).doesNotContainKey("kept_note");
        assertThat(stand.get(at, Stand.VIEWER).statusCode()).isEqualTo(404);
    }

    @Test
    void aManagerMakesAFieldOnThePageAndWhatIsWrongIsSaidThere() {
        var service = stand.door("Fields on a page", "alert").service();
        assertThat(stand.form("/incident-fields", "name=&kind=text").statusCode())
                .isEqualTo(422);
        assertThat(stand.form("/incident-fields", "name=Page+release&kind=choice&options=")
                        .body())
                .contains("Give a choice between 1 and 50 options", "Page release");
        assertThat(stand.form("/incident-fields", "name=Page+release&kind=choice&options=A%0D%0AB&service=" + service)
                        .statusCode())
                .isEqualTo(303);
        assertThat(stand.page("/incident-fields").body()).contains("Page release", "page_release", "One of a list");
        var id = Stand.json(stand.get(FIELDS, Stand.VIEWER)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("key").equals("page_release"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        var page = "/incident-fields/" + id;
        assertThat(stand.form(page, "version=1&name=Release&options=A%0D%0AB%0D%0AC&service=" + service)
                        .statusCode())
                .isEqualTo(303);
        assertThat(stand.form(page, "version=1&name=Release&options=A&service=" + service)
                        .body())
                .contains("Someone else saved this field meanwhile");
        assertThat(stand.get(FIELDS + "/" + id, Stand.VIEWER).body()).contains("[\"A\",\"B\",\"C\"]");
        assertThat(stand.formAsResponder(page + "/remove", "").statusCode()).isEqualTo(403);
        assertThat(stand.form(page + "/remove", "").statusCode()).isEqualTo(303);
        assertThat(stand.page(page).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> define(String key, String name, String kind, Map<String, Object> more) {
        var body = new HashMap<>(more);
        body.putAll(Map.of("key", key, "name", name, "kind", kind));
        return stand.post(FIELDS, Stand.MANAGER, body);
    }

    private static JsonObject made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Stand.json(answer);
    }

    private JsonObject open(UUID service, String title) {
        return Stand.json(stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", service, "title", title)));
    }

    private HttpResponse<String> fill(JsonObject incident, @Nullable String... pairs) {
        var values = new HashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            var value = pairs[i + 1];
            values.put(String.valueOf(pairs[i]), value == null ? NullNode.getInstance() : value);
        }
        return stand.method(
                "PATCH",
                "/api/v1/incidents/" + incident.getString("id") + "/fields",
                Stand.RESPONDER,
                Map.of("values", values));
    }

    private void wrong(JsonObject incident, String key, String value, String said) {
        var answer = fill(incident, key, value);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("#/values/" + key, said);
    }

    private Map<String, @Nullable String> values(JsonObject incident) {
        var values = new HashMap<String, @Nullable String>();
        for (var one : Stand.json(stand.get("/api/v1/incidents/" + incident.getString("id") + "/fields", Stand.VIEWER))
                .getJsonArray("items")) {
            var field = (JsonObject) one;
            values.put(field.getString("key"), field.getString("value"));
        }
        return values;
    }

    private JsonObject show(String at) {
        return Stand.json(stand.get(at, Stand.VIEWER));
    }
}
