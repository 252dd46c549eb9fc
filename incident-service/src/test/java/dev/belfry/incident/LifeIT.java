package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.RequestedParty;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What time does to incidents: acknowledges run out, windows of groups end, and what comes back says so. */
class LifeIT {
    private final Stand stand = Stand.get();

    @Test
    void anAcknowledgeRunsOutWhenNothingHappensAndPagesWhoHadIt() {
        var forgotten = open("Forgotten", "sev1");
        var worked = open("Worked on", "sev1");
        var patient = open("Patient", "sev4");
        for (var incident : List.of(forgotten, worked, patient)) {
            stand.form("/incidents/" + incident.number() + "/acknowledge", "");
        }
        assertThat(stand.page("/incidents/" + forgotten.number()).body()).contains("runs out");
        assertThat(stand.page("/incidents/" + patient.number()).body()).doesNotContain("runs out");
        stand.form("/incidents/" + worked.number() + "/notes", "text=I+am+at+it");
        for (var incident : List.of(forgotten, worked, patient)) {
            stand.tamper(
                    "update timeline set at = at - interval '40 minutes' where incident = $1 and kind <> 'note_added'",
                    incident.id());
        }
        Stand.eventually(() -> show(forgotten).getString("status").equals("triggered"));
        assertThat(show(forgotten).getInteger("cycle")).isEqualTo(2);
        assertThat(timeline(forgotten))
                .anyMatch(line -> line.startsWith("Bea Example had it, and nobody has done anything since"));
        assertThat(show(worked).getString("status")).isEqualTo("acknowledged");
        assertThat(show(patient).getString("status")).isEqualTo("acknowledged");
        var told = stand.await(forgotten.serviceId(), Happened.UNACKNOWLEDGED);
        Stand.eventually(() -> stand.requestsOf(told).stream()
                .anyMatch(request -> request.party() == RequestedParty.USER
                        && request.named().equals(Stand.BEA.toString())
                        && request.cycle() == 2));
    }

    @Test
    void howLongAnAcknowledgeLastsIsSetForEachSeverityWithinBounds() {
        var rule = Stand.json(stand.get("/api/v1/response-rules/sev1", Stand.VIEWER));
        assertThat(rule.getString("acknowledgeTimeout")).isEqualTo("PT30M");
        var body = Map.of("name", "Low", "acknowledgeTimeout", "PT1M");
        assertThat(stand.method("PUT", "/api/v1/response-rules/sev5", Stand.MANAGER, body)
                        .body())
                .contains("#/acknowledgeTimeout", "between 5 minutes and 24 hours");
        assertThat(stand.page("/response-rules/sev1").body()).contains("An acknowledge lasts", "30 minutes");
    }

    @Test
    void aServiceGroupsByFieldsForATimeAndTheExplanationSaysSo() {
        var door = stand.door("Life groups", "service");
        var at = "/api/v1/services/" + door.service();
        var set = stand.method(
                "PUT",
                at,
                Stand.MANAGER,
                Map.of(
                        "name",
                        "Life groups",
                        "grouping",
                        "fields",
                        "groupFields",
                        List.of("zone", "source"),
                        "groupWindow",
                        Map.of("length", "PT5M")));
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(Stand.json(set).getJsonObject("groupWindow").getString("from"))
                .isEqualTo("last");
        assertThat(stand.method("PUT", at, Stand.MANAGER, Map.of("name", "Life groups", "grouping", "fields"))
                        .body())
                .contains("#/groupFields", "Name at least one field");
        assertThat(stand.page("/services/" + door.service()).body())
                .contains("same zone and source within 5 min of the last");

        fire(door, "one", "two");
        var first = stand.await(door.service(), Happened.TRIGGERED).incident();
        Stand.eventually(() -> show(first).getInteger("alertCount") == 2);
        var explained = stand.get("/api/v1/incidents/" + first.id() + "/explain", Stand.VIEWER);
        assertThat(explained.statusCode()).isEqualTo(200);
        var alert = show(first).getJsonArray("alerts").getJsonObject(1).getString("id");
        assertThat(stand.get("/api/v1/alerts/" + alert + "/explain", Stand.VIEWER)
                        .body())
                .contains("keeps in one incident what has the same zone and source within 5 min of the last");

        stand.host
                .database()
                .query(
                        "update incident set group_until = now() - interval '1 second' where id = $1",
                        Tuple.of(first.id()))
                .await();
        fire(door, "three");
        Stand.eventually(() -> opened(door).size() == 2);
        assertThat(show(first).getString("status")).isEqualTo("triggered");
        assertThat(show(first).getInteger("alertCount")).isEqualTo(2);

        var settings = "name=Life+groups&grouping=service&window=first&minutes=0&recurrence=10";
        assertThat(stand.form("/services/" + door.service() + "/settings", settings)
                        .body())
                .contains("A window lasts between 1 minute and 24 hours");
    }

    @Test
    void whatFiresAgainSoonAfterItsIncidentSaysThatItIsTheSameAgain() {
        var door = stand.door("Life again", "alert");
        fire(door, "flaky");
        Stand.eventually(() -> opened(door).size() == 1);
        resolve(door, "flaky");
        stand.await(door.service(), Happened.RESOLVED);
        fire(door, "flaky");
        Stand.eventually(() -> opened(door).size() == 2);
        var first = opened(door).stream()
                .min((one, other) -> Long.compare(one.number(), other.number()))
                .orElseThrow();
        var second = opened(door).stream()
                .max((one, other) -> Long.compare(one.number(), other.number()))
                .orElseThrow();
        var before = show(second).getJsonObject("recurrenceOf");
        assertThat(before.getLong("number")).isEqualTo(first.number());
        assertThat(before.getInteger("times")).isEqualTo(2);
        assertThat(stand.page("/incidents/" + second.number()).body()).contains("again: second time since");
        assertThat(show(first).getJsonObject("recurrenceOf")).isNull();
    }

    @Test
    void anIncidentEndsSomeTimeAfterItsLastAlertUnlessSomethingFiresAgain() {
        var door = stand.door("Life holds", "alert");
        var at = "/api/v1/services/" + door.service();
        var set = Map.of("name", "Life holds", "resolveHold", "PT5M", "autoResolve", "PT2H", "noise", Stand.EACH_PAGES);
        assertThat(Stand.json(stand.method("PUT", at, Stand.MANAGER, set)).getString("resolveHold"))
                .isEqualTo("PT5M");
        assertThat(stand.method("PUT", at, Stand.MANAGER, Map.of("name", "Life holds", "resolveHold", "PT2H"))
                        .body())
                .contains("#/resolveHold", "at most 30 minutes");
        fire(door, "held");
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        resolve(door, "held");
        Stand.eventually(() -> show(incident).getString("resolvesAt") != null);
        assertThat(show(incident).getString("status")).isEqualTo("triggered");
        assertThat(stand.page("/incidents/" + incident.number()).body()).contains("unless something fires again");
        fire(door, "held");
        Stand.eventually(() -> show(incident).getString("resolvesAt") == null);
        assertThat(show(incident).getInteger("alertCount")).isEqualTo(2);
        resolve(door, "held");
        Stand.eventually(() -> show(incident).getString("resolvesAt") != null);
        change("update incident set resolves_at = now() - interval '1 second' where id = $1", incident);
        Stand.eventually(() -> show(incident).getString("status").equals("resolved"));
        assertThat(timeline(incident)).contains("Resolved: every alert was resolved by its sender");
    }

    @Test
    void anIncidentOfWhichNothingIsHeardResolvesByItselfWhereAServiceWantsIt() {
        var door = stand.door("Life forgets", "alert");
        stand.method(
                "PUT",
                "/api/v1/services/" + door.service(),
                Stand.MANAGER,
                Map.of("name", "Life forgets", "autoResolve", "PT2H"));
        fire(door, "silent", "noted");
        Stand.eventually(() -> opened(door).size() == 2);
        var silent = opened(door).getFirst();
        var noted = opened(door).getLast();
        stand.form("/incidents/" + noted.number() + "/notes", "text=Still+at+it");
        for (var incident : opened(door)) {
            change("update incident set created_at = created_at - interval '3 hours' where id = $1", incident);
            change("update alert set last_seen = last_seen - interval '3 hours' where incident = $1", incident);
        }
        Stand.eventually(() -> show(silent).getString("status").equals("resolved"));
        assertThat(timeline(silent)).anyMatch(line -> line.startsWith("Resolved by itself: nothing was heard of it"));
        assertThat(show(silent).getInteger("openAlerts")).isZero();
        assertThat(show(noted).getString("status")).isEqualTo("triggered");
    }

    private void change(String statement, IncidentState incident) {
        stand.host.database().query(statement, Tuple.of(incident.id())).await();
    }

    private void fire(Stand.Door door, String... keys) {
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, keys));
    }

    private void resolve(Stand.Door door, String... keys) {
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, keys));
    }

    private List<IncidentState> opened(Stand.Door door) {
        return stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == Happened.TRIGGERED)
                .map(IncidentEvent::incident)
                .toList();
    }

    private IncidentState open(String title, String severity) {
        var service = stand.door(title + " service", "alert").service();
        stand.post(
                "/api/v1/incidents", Stand.RESPONDER, Map.of("service", service, "title", title, "severity", severity));
        return stand.await(service, Happened.TRIGGERED).incident();
    }

    private JsonObject show(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id(), Stand.VIEWER));
    }

    private List<String> timeline(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/timeline", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(item -> ((JsonObject) item).getString("text"))
                .toList();
    }
}
