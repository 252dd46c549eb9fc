package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.alert.IdentifierType;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.RequestedParty;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Opsgenie's clients say when they create an alert, by what they name it then, and whom they call. */
class OpsgenieCreateIT {
    private final Stand stand = Stand.get();

    /** A service with its integration and the key of that. */
    private record Desk(Stand.Door door, String key) {}

    private Desk desk(String name) {
        var door = stand.door(name, "alert");
        var integration = Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.MANAGER));
        return new Desk(door, integration.getString("routingKey"));
    }

    private UUID create(Desk desk, String dedupKey, JsonObject body) {
        var signal = new AlertSignal(
                UUID.randomUUID(),
                AlertAction.TRIGGER,
                dedupKey,
                body.getString("message"),
                AlertSeverity.WARNING,
                null,
                null,
                null,
                Map.of("Region", "eu-central", "Rack", "7"),
                List.of());
        var request = new AcceptedRequest(
                UUID.randomUUID(),
                desk.door().integration(),
                desk.door().service(),
                "opsgenie",
                Instant.now(),
                body.encode(),
                List.of(signal));
        stand.accepted(desk.door().service(), request);
        outcome(desk, request.id());
        return request.id();
    }

    private UUID create(Desk desk, String alias) {
        return create(desk, alias, new JsonObject().put("message", "m").put("alias", alias));
    }

    private JsonObject ask(
            Desk desk, AlertVerb verb, IdentifierType by, String identifier, @Nullable String text, String type) {
        var command = new AlertCommand(
                UUID.randomUUID(),
                desk.door().integration(),
                desk.door().service(),
                Instant.now(),
                verb,
                identifier,
                by,
                "ann@example.com",
                null,
                null,
                text,
                null,
                type.isEmpty() ? null : Map.of("type", type),
                null);
        stand.accepted(desk.door().service(), AlertCommand.TYPE, command);
        return outcome(desk, command.id()).put("request", command.id().toString());
    }

    private JsonObject ask(Desk desk, AlertVerb verb, String alias, @Nullable String text) {
        return ask(desk, verb, IdentifierType.ALIAS, alias, text, "");
    }

    private JsonObject outcome(Desk desk, UUID request) {
        var path = "/v2/alerts/requests/" + request;
        Stand.eventually(() -> get(desk, path).statusCode() == 200);
        return data(get(desk, path));
    }

    private HttpResponse<String> get(Desk desk, String path) {
        return stand.client("GET", path, "GenieKey " + desk.key(), "");
    }

    private static JsonObject data(HttpResponse<String> answer) {
        return Stand.json(answer).getJsonObject("data");
    }

    private JsonObject byAlias(Desk desk, String alias) {
        return data(get(desk, "/v2/alerts/" + encoded(alias) + "?identifierType=alias"));
    }

    private int found(Desk desk, String query) {
        var answer = get(desk, "/v2/alerts/count?query=" + encoded(query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return data(answer).getInteger("count");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void aCreateKeepsItsNoteItsActionsAndCallsItsResponders() {
        var desk = desk("Genie Whole");
        create(
                desk,
                "whole",
                new JsonObject()
                        .put("message", "m")
                        .put("alias", "whole")
                        .put("user", "ann@example.com")
                        .put("note", "seen it before")
                        .put("actions", new JsonArray().add("Restart").addNull().add("Ping"))
                        .put(
                                "responders",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "team")
                                                .put("name", "Storage"))
                                        .add(new JsonObject()
                                                .put("type", "user")
                                                .put("username", "bob@example.com")))
                        .put("teams", new JsonArray().add(new JsonObject().put("name", "Network"))));
        var alert = byAlias(desk, "whole");
        assertThat(alert.getJsonArray("actions").encode()).isEqualTo("[\"Restart\",\"Ping\"]");
        assertThat(alert.getJsonArray("responders"))
                .isEqualTo(
                        new JsonArray(
                                "[{\"type\":\"team\",\"name\":\"Storage\"},"
                                        + "{\"type\":\"user\",\"username\":\"bob@example.com\"},{\"type\":\"team\",\"name\":\"Network\"}]"));
        assertThat(alert.getJsonArray("teams").encode()).isEqualTo("[{\"name\":\"Storage\"},{\"name\":\"Network\"}]");
        assertThat(Stand.json(get(desk, "/v2/alerts/" + alert.getString("id") + "/notes"))
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("note"))
                .isEqualTo("seen it before");
        var triggered = stand.await(desk.door().service(), Happened.TRIGGERED);
        Stand.eventually(() -> stand.requestsOf(triggered).size() == 3);
        assertThat(stand.requestsOf(triggered))
                .extracting(EscalationRequest::party, EscalationRequest::named)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RequestedParty.TEAM, "Storage"),
                        org.assertj.core.groups.Tuple.tuple(RequestedParty.USER, "bob@example.com"),
                        org.assertj.core.groups.Tuple.tuple(RequestedParty.TEAM, "Network"));
        assertThat(stand.page("/incidents/" + triggered.incident().number()).body())
                .contains("seen it before", "asked for Storage, bob@example.com, Network");

        create(
                desk,
                "whole",
                new JsonObject().put("message", "m").put("alias", "whole").put("note", "again"));
        assertThat(stand.requestsOf(triggered)).as("a repeat only counts").hasSize(3);
    }

    @Test
    void anAlertWithoutAnAliasHasItsIdAsOne() {
        var desk = desk("Genie Nameless");
        var request = create(desk, "0123456789abcdef0123456789abcdef", new JsonObject().put("message", "m"));
        var id = outcome(desk, request).getString("alertId");
        assertThat(outcome(desk, request).getString("alias")).isEqualTo(id);
        assertThat(byAlias(desk, id).getString("alias")).isEqualTo(id);
        assertThat(found(desk, "alias:" + id)).isEqualTo(1);
        assertThat(ask(desk, AlertVerb.CLOSE, id, null)).contains(Map.entry("success", true), Map.entry("alias", id));
        assertThat(ask(desk, AlertVerb.CLOSE, id, null).getString("status")).startsWith("There is no open alert");
    }

    @Test
    void anAlertIsNamedByItsCreatesRequestToo() {
        var desk = desk("Genie Requested");
        var request = create(desk, "requested");
        var counted = create(desk, "requested");
        for (var one : List.of(request, counted)) {
            assertThat(data(get(desk, "/v2/alerts/" + one)).getString("alias")).isEqualTo("requested");
        }
        assertThat(ask(desk, AlertVerb.CLOSE, IdentifierType.ID, request.toString(), null, "")
                        .getString("status"))
                .isEqualTo("Closed alert");
        assertThat(get(desk("Genie Requested Strangers"), "/v2/alerts/" + request)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDeletedAlertIsGone() {
        var desk = desk("Genie Deleted");
        create(desk, "gone");
        create(desk, "stays");
        var id = byAlias(desk, "gone").getString("id");
        assertThat(ask(desk, AlertVerb.DELETE, "gone", null).getString("status"))
                .isEqualTo("Deleted alert");
        assertThat(get(desk, "/v2/alerts/" + id).statusCode()).isEqualTo(404);
        assertThat(found(desk, "")).isEqualTo(1);
        assertThat(ask(desk, AlertVerb.ADD_NOTE, IdentifierType.ID, id, null, "")
                        .getString("status"))
                .isEqualTo("Alert does not exist");

        // One that was closed before can be deleted as well.
        var closed = byAlias(desk, "stays").getString("id");
        ask(desk, AlertVerb.CLOSE, "stays", null);
        assertThat(ask(desk, AlertVerb.DELETE, IdentifierType.ID, closed, null, "")
                        .getBoolean("success"))
                .isTrue();
        assertThat(found(desk, "")).isZero();
    }

    @Test
    void respondersAndTeamsThatAreAddedAreShownAndFound() {
        var desk = desk("Genie Added");
        create(desk, "added");
        create(desk, "other");
        ask(desk, AlertVerb.ADD_TEAM, "added", "Storage");
        ask(desk, AlertVerb.ADD_TEAM, "added", "Storage");
        ask(desk, AlertVerb.ADD_RESPONDER, IdentifierType.ALIAS, "added", "Nights", "schedule");
        var alert = byAlias(desk, "added");
        assertThat(alert.getJsonArray("teams").encode()).isEqualTo("[{\"name\":\"Storage\"}]");
        assertThat(alert.getJsonArray("responders"))
                .isEqualTo(new JsonArray(
                        "[{\"type\":\"team\",\"name\":\"Storage\"},{\"type\":\"schedule\",\"name\":\"Nights\"}]"));
        assertThat(found(desk, "responders:storage")).isEqualTo(1);
        assertThat(found(desk, "responders:Night*")).isEqualTo(1);
        assertThat(found(desk, "teams:Storage AND NOT teams:Nights")).isEqualTo(1);
        assertThat(found(desk, "NOT responders:Storage")).isEqualTo(1);
        assertThat(found(desk, "detailsPair(Region:eu-*) AND detailsPair(Rack, 7)"))
                .isEqualTo(2);
        assertThat(found(desk, "detailsPair(\"Region\" : \"7\")")).isZero();
        assertThat(found(desk, "createdAt > 2026-03-04T05:06Z")).isEqualTo(2);
    }

    @Test
    void acknowledgingMakesAnOwner() {
        var desk = desk("Genie Owner");
        create(desk, "owned");
        assertThat(byAlias(desk, "owned").getString("owner")).isEmpty();
        ask(desk, AlertVerb.ACKNOWLEDGE, "owned", null);
        assertThat(byAlias(desk, "owned").getString("owner")).isEqualTo("ann@example.com");
        assertThat(found(desk, "owner:ann*")).isEqualTo(1);
    }

    @Test
    void othersCanBeCalledInWhileSomebodyHasTheIncident() {
        var desk = desk("Genie Helped");
        create(desk, "helped");
        var triggered = stand.await(desk.door().service(), Happened.TRIGGERED);
        ask(desk, AlertVerb.ACKNOWLEDGE, "helped", null);
        ask(desk, AlertVerb.ADD_RESPONDER, IdentifierType.ALIAS, "helped", "Carl", "user");
        ask(desk, AlertVerb.ESCALATE, "helped", "Night shift");
        ask(desk, AlertVerb.ADD_TEAM, "helped", "Storage");
        Stand.eventually(() -> stand.requestsOf(triggered).size() == 2);
        assertThat(stand.requestsOf(triggered))
                .extracting(EscalationRequest::named)
                .containsExactly("Night shift", "Storage");
        ask(desk, AlertVerb.CLOSE, "helped", null);
        assertThat(stand.page("/incidents/" + triggered.incident().number()).body())
                .contains("escalate to Night shift", "add the team Storage")
                .doesNotContain("Nobody is paged for it");
    }

    @Test
    void whoAsksForSomebodyUnknownIsNotToldOfSuccess() {
        var desk = desk("Genie Unknown");
        create(desk, "unknown");
        var incident = stand.await(desk.door().service(), Happened.TRIGGERED).incident();
        for (var verb : List.of(AlertVerb.ESCALATE, AlertVerb.ASSIGN)) {
            var refused = ask(desk, verb, "unknown", "Nobody At All");
            assertThat(refused.getBoolean("success")).as(verb.name()).isFalse();
            assertThat(refused.getString("status")).contains("Nobody At All");
        }
        assertThat(ask(desk, AlertVerb.ASSIGN, "unknown", "Bea Example").getBoolean("success"))
                .isTrue();

        // Only who is on call for them knows addresses, teams and schedules.
        var assigned = ask(desk, AlertVerb.ASSIGN, "unknown", "nobody@example.com");
        var fact = new EscalationFact(
                UUID.randomUUID(),
                UUID.randomUUID(),
                incident.id(),
                1,
                Instant.now(),
                0,
                FactKind.REFUSED,
                1,
                0,
                IncidentSeverity.SEV3,
                "Policy",
                null,
                null,
                null,
                null,
                List.of(),
                false,
                FactReason.NAME_UNKNOWN,
                "nobody@example.com",
                null,
                null);
        stand.tell(Topics.ESCALATIONS.name(), incident.id().toString(), EscalationFact.TYPE, fact.id(), fact);
        var request = UUID.fromString(assigned.getString("request"));
        Stand.eventually(() -> !outcome(desk, request).getBoolean("success"));
        assertThat(outcome(desk, request).getString("status")).contains("nobody@example.com");
        assertThat(byAlias(desk, "unknown").getString("owner")).isEmpty();
    }

    @Test
    void theBlanksAtTheEndsOfAnAliasDoNotCount() {
        var desk = desk("Genie Blanks");
        create(desk, "a b");
        assertThat(byAlias(desk, " a b ").getString("alias")).isEqualTo("a b");
    }
}
