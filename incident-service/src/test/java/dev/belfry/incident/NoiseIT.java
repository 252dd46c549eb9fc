package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentState;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What fires and resolves again and again, and what comes all at once, pages once and is never silent. */
class NoiseIT {
    private final Stand stand = Stand.get();

    @Test
    void anAlertThatFlapsKeepsItsIncidentOpenAndThePageTheTimelineAndTheExplanationSaySo() {
        var door = noisy("Flapping door", Map.of("flapChanges", 3, "flapMinutes", 30, "stormIncidents", 0));
        fire(door, "flap");
        var first = stand.await(door.service(), Happened.TRIGGERED).incident();
        resolve(door, "flap");
        stand.await(door.service(), Happened.RESOLVED);
        fire(door, "flap");
        Stand.eventually(() -> opened(door).size() == 2);
        var second = opened(door).getLast();
        resolve(door, "flap");
        Stand.eventually(() -> show(second).getInteger("openAlerts") == 0);
        assertThat(show(second).getString("status")).isEqualTo("triggered");
        assertThat(show(second).getInstant("flapsUntil")).isEqualTo(show(second).getInstant("resolvesAt"));
        fire(door, "flap");
        Stand.eventually(() -> show(second).getInteger("openAlerts") == 1);
        assertThat(opened(door)).as("nobody is paged anew").hasSize(2);
        assertThat(show(second).getInteger("cycle")).isEqualTo(1);
        assertThat(timeline(second))
                .filteredOn(line -> line.startsWith("Flapping: "))
                .hasSize(1);
        assertThat(timeline(first)).noneMatch(line -> line.startsWith("Flapping: "));
        assertThat(stand.page("/incidents/" + second.number()).body()).contains(">Flapping</span>");
        var alert = show(second).getJsonArray("alerts").getJsonObject(1).getString("id");
        assertThat(stand.get("/api/v1/alerts/" + alert + "/explain", Stand.VIEWER)
                        .body())
                .contains("Flapping: it has fired or resolved 5 times within 30 minutes");

        passed("update incident set flaps_until = now() - interval '1 second' where id = $1", second.id());
        Stand.eventually(
                () -> timeline(second).contains("It flaps no more: what fires has not changed for long enough"));
        assertThat(show(second).getString("flapsUntil")).isNull();
        passed(
                "update alert set earlier = null, first_seen = now() - interval '1 day' where incident = $1",
                second.id());
        resolve(door, "flap");
        Stand.eventually(() -> show(second).getString("status").equals("resolved"));
    }

    @Test
    void whatIsQuietAfterItFlappedEndsByItself() {
        var door = noisy("Quiet again door", Map.of("flapChanges", 3, "flapMinutes", 5, "stormIncidents", 0));
        fire(door, "flap");
        resolve(door, "flap");
        fire(door, "flap");
        resolve(door, "flap");
        Stand.eventually(
                () -> opened(door).size() == 2 && show(opened(door).getLast()).getString("flapsUntil") != null);
        var incident = opened(door).getLast();
        passed(
                "update incident set flaps_until = now() - interval '1 second',"
                        + " resolves_at = now() - interval '1 second' where id = $1",
                incident.id());
        Stand.eventually(() -> show(incident).getString("status").equals("resolved"));
        assertThat(timeline(incident))
                .contains("Resolved: it flaps no more, and every alert was resolved by its sender");
    }

    @Test
    void aStormPagesOnceAndEveryAlertOfItHasItsIncident() {
        var door = noisy("Storm door", Map.of("flapChanges", 0, "flapMinutes", 15, "stormIncidents", 5));
        var keys = IntStream.range(0, 40).mapToObj(i -> "storm" + i).toArray(String[]::new);
        fire(door, keys);
        Stand.eventually(() -> opened(door).size() == 6);
        var storm = opened(door).getLast();
        Stand.eventually(() -> show(storm).getInteger("alertCount") == 35);
        assertThat(storm.title()).isEqualTo("Alert storm: more than 5 new incidents of Storm door within a minute");
        assertThat(show(storm).getBoolean("storm")).isTrue();
        assertThat(timeline(storm)).anyMatch(line -> line.startsWith("Storm: more than 5 new incidents of Storm door"));
        assertThat(stand.page("/incidents/" + storm.number()).body()).contains(">Storm</span>");
        var alert = show(storm).getJsonArray("alerts").getJsonObject(3).getString("id");
        assertThat(stand.get("/api/v1/alerts/" + alert + "/explain", Stand.VIEWER)
                        .body())
                .contains("one incident takes in what else begins and pages once");
        assertThat(counted("select count(*) from alert where service = $1 and incident is null", door.service()))
                .isZero();
        assertThat(counted("select count(distinct incident) from alert where service = $1", door.service()))
                .isEqualTo(6);

        passed("update storm set since = since - interval '3 minutes' where service = $1", door.service());
        Stand.eventually(() -> timeline(storm).stream().anyMatch(line -> line.startsWith("The storm is over")));
        fire(door, "after");
        Stand.eventually(() -> opened(door).size() == 7);
        assertThat(opened(door).getLast().title()).isEqualTo("after is bad");
        resolve(door, keys);
        Stand.eventually(() -> show(storm).getString("status").equals("resolved"));
    }

    @Test
    void theBoundsAreSaidByTheirFieldInTheApiAndOnThePage() {
        var at = "/api/v1/services/" + made("Noise bounds");
        assertThat(Stand.json(stand.get(at, Stand.VIEWER)).getJsonObject("noise"))
                .isEqualTo(new JsonObject(Map.of("flapChanges", 4, "flapMinutes", 15, "stormIncidents", 20)));
        var two = Map.of("flapChanges", 2, "flapMinutes", 15, "stormIncidents", 20);
        assertThat(stand.method("PUT", at, Stand.MANAGER, Map.of("name", "Noise bounds", "noise", two))
                        .body())
                .contains("#/noise/flapChanges", "3 to 20 changes");
        var form = "name=Noise+bounds&grouping=alert&flapChanges=4&flapMinutes=15&stormIncidents=";
        assertThat(stand.form(at.substring("/api/v1".length()) + "/settings", form + "3")
                        .body())
                .contains("A storm is more than 5 to 10000 incidents in a minute");
        assertThat(stand.form(at.substring("/api/v1".length()) + "/settings", form + "50")
                        .statusCode())
                .isEqualTo(303);
        assertThat(Stand.json(stand.get(at, Stand.VIEWER))
                        .getJsonObject("noise")
                        .getInteger("stormIncidents"))
                .isEqualTo(50);
    }

    private String made(String name) {
        return Stand.json(stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", name)))
                .getString("id");
    }

    private Stand.Door noisy(String name, Map<String, Integer> noise) {
        var door = stand.door(name, "alert");
        var set = stand.method(
                "PUT", "/api/v1/services/" + door.service(), Stand.MANAGER, Map.of("name", name, "noise", noise));
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        return door;
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
                .map(event -> event.incident())
                .sorted(Comparator.comparingLong(IncidentState::number))
                .toList();
    }

    private JsonObject show(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id(), Stand.VIEWER));
    }

    private List<String> timeline(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/timeline", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(line -> ((JsonObject) line).getString("text"))
                .toList();
    }

    private long counted(String sql, UUID id) {
        return stand.host
                .database()
                .query(sql, Tuple.of(id))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private void passed(String sql, UUID id) {
        stand.host.database().query(sql, Tuple.of(id)).await();
    }
}
