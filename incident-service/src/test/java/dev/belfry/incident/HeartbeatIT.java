package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.contracts.incident.Happened;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Heartbeats from ping to page, with ticks that the tests send; and what changed. */
class HeartbeatIT {
    /** How far the tests have let time run ahead: ticks of a partition only go forward. */
    private static Duration ahead = Duration.ZERO;

    private final Stand stand = Stand.get();

    @Test
    void aMissedHeartbeatPagesOnceAndItsNextPingResolvesIt() {
        var door = stand.door("Pinged Beating", "alert");
        var made = make(door, "Nightly backup", "PT1M", "PT30S");
        assertThat(made.getString("state")).isEqualTo("new");
        assertThat(made.getString("pingUrl")).startsWith("http://in.example.net/ping/");
        var id = UUID.fromString(made.getString("id"));

        settle(door);
        ping(door, id, PingKind.SUCCESS, null, now());
        pass(door, Duration.ofSeconds(85));
        Stand.eventually(() -> state(id).equals("late") || state(id).equals("up"));
        assertThat(stand.eventsOf(door.service())).isEmpty();

        pass(door, Duration.ofSeconds(10));
        var opened = stand.await(door.service(), Happened.TRIGGERED);
        assertThat(opened.incident().title()).startsWith("Nightly backup is silent: no ping since ");
        assertThat(state(id)).isEqualTo("down");
        pass(door, Duration.ofMinutes(5));

        ping(door, id, PingKind.SUCCESS, null, now());
        stand.await(door.service(), Happened.RESOLVED);
        assertThat(stand.eventsOf(door.service())).hasSize(2);
        assertThat(stand.page("/heartbeats").body()).contains("Nightly backup", "Up", made.getString("pingUrl"));
    }

    @Test
    void aFailurePagesAtOnceAndALogIsOnlyKept() {
        var door = stand.door("Pinged Failing", "alert");
        var id = UUID.fromString(make(door, "Import", "PT1H", "PT1M").getString("id"));
        ping(door, id, PingKind.START, null, now());
        ping(door, id, PingKind.LOG, null, now());
        ping(door, id, PingKind.SUCCESS, 3, now());
        var opened = stand.await(door.service(), Happened.TRIGGERED);
        assertThat(opened.incident().title()).isEqualTo("Import has failed: exit status 3");
        var pings = Stand.json(stand.get("/api/v1/heartbeats/" + id + "/pings", Stand.VIEWER))
                .getJsonArray("items");
        assertThat(pings.stream().map(one -> ((JsonObject) one).getString("kind")))
                .containsExactly("success", "log", "start");
        ping(door, id, PingKind.SUCCESS, 0, now());
        stand.await(door.service(), Happened.RESOLVED);
    }

    @Test
    void anOutageOfBelfryFiresNobody() {
        var door = stand.door("Pinged Deaf", "alert");
        var id = UUID.fromString(make(door, "Sync", "PT1M", "PT10S").getString("id"));
        settle(door);
        ping(door, id, PingKind.SUCCESS, null, now());
        // An hour without any tick: nobody can say what was pinged meanwhile.
        tick(door, later(Duration.ofHours(1)));
        var back = now();
        Stand.eventually(() -> {
            var deadline = get(id).getString("deadline");
            return deadline != null && !Instant.parse(deadline).isBefore(back.plusSeconds(70));
        });
        pass(door, Duration.ofSeconds(65));
        assertThat(state(id)).isNotEqualTo("down");
        assertThat(stand.eventsOf(door.service())).isEmpty();
        pass(door, Duration.ofSeconds(10));
        stand.await(door.service(), Happened.TRIGGERED);
    }

    @Test
    void aPingThatIsReadTwiceCountsOnceAndOnlyTheLatestHundredAreKept() {
        var door = stand.door("Pinged Twice", "alert");
        var id = UUID.fromString(make(door, "Poller", "PT1H", "PT1M").getString("id"));
        var fail = new HeartbeatPing(
                UUID.randomUUID(), door.service(), id, null, null, PingKind.FAIL, null, null, now(), "boom");
        send(door, fail);
        stand.await(door.service(), Happened.TRIGGERED);
        ping(door, id, PingKind.SUCCESS, null, now());
        stand.await(door.service(), Happened.RESOLVED);
        send(door, fail);
        for (int i = 0; i < 120; i++) {
            ping(door, id, PingKind.SUCCESS, null, now());
        }
        Stand.eventually(() -> count(id) == 100
                && Stand.json(stand.get("/api/v1/heartbeats/" + id + "/pings?limit=200", Stand.VIEWER))
                        .getJsonArray("items")
                        .stream()
                        .noneMatch(one -> "fail".equals(((JsonObject) one).getString("kind"))));
        assertThat(stand.eventsOf(door.service())).hasSize(2);
    }

    @Test
    void aHeartbeatMakesItselfOnceByItsFirstPing() {
        var door = stand.door("Pinged Selfmade", "alert");
        for (int i = 0; i < 3; i++) {
            send(
                    door,
                    new HeartbeatPing(
                            UUID.randomUUID(),
                            door.service(),
                            null,
                            door.integration(),
                            "db_dump",
                            PingKind.SUCCESS,
                            null,
                            null,
                            now(),
                            null));
        }
        Stand.eventually(() -> list(door).size() == 1
                && list(door).getFirst().getString("state").equals("up")
                && count(UUID.fromString(list(door).getFirst().getString("id"))) == 3);
        var made = list(door).getFirst();
        assertThat(made.getString("slug")).isEqualTo("db_dump");
        assertThat(made.getString("period")).isEqualTo("PT24H");
        assertThat(made.getString("integration")).isEqualTo(door.integration().toString());
    }

    @Test
    void peopleChangePauseAndRemoveHeartbeatsAndAnAlertEndsWithThem() {
        var door = stand.door("Pinged Edited", "alert");
        var made = make(door, "Report", "PT1H", "PT1M");
        var id = UUID.fromString(made.getString("id"));
        assertThat(stand.post(
                                "/api/v1/heartbeats",
                                Stand.MANAGER,
                                Map.of("service", door.service(), "name", "report", "period", "PT1H"))
                        .statusCode())
                .as("the slug is taken")
                .isEqualTo(400);
        assertThat(stand.post(
                                "/api/v1/heartbeats",
                                Stand.RESPONDER,
                                Map.of("service", door.service(), "name", "x", "period", "PT1H"))
                        .statusCode())
                .isEqualTo(403);
        var bad = stand.post(
                "/api/v1/heartbeats",
                Stand.MANAGER,
                Map.of("service", door.service(), "name", "x", "schedule", "every day"));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("#/schedule", "five fields");

        var changed = stand.method(
                "PUT",
                "/api/v1/heartbeats/" + id,
                Stand.MANAGER,
                Map.of("name", "Report", "schedule", "30 2 * * *", "timeZone", "Europe/Berlin", "alertPriority", "P1"),
                "If-Match",
                "\"v1\"");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(Stand.json(changed).getString("schedule")).isEqualTo("30 2 * * *");
        assertThat(stand.method(
                                "PUT",
                                "/api/v1/heartbeats/" + id,
                                Stand.MANAGER,
                                Map.of("name", "Report", "period", "PT1H"),
                                "If-Match",
                                "\"v1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(Stand.json(stand.get("/api/v1/heartbeats/" + id, Stand.VIEWER))
                        .getString("pingUrl"))
                .as("a viewer does not see the secret")
                .isNull();

        ping(door, id, PingKind.FAIL, null, now());
        stand.await(door.service(), Happened.TRIGGERED);
        assertThat(stand.postNothing("/api/v1/heartbeats/" + id + "/pause", Stand.RESPONDER)
                        .statusCode())
                .isEqualTo(200);
        stand.await(door.service(), Happened.RESOLVED);
        assertThat(state(id)).isEqualTo("paused");
        stand.postNothing("/api/v1/heartbeats/" + id + "/resume", Stand.RESPONDER);
        assertThat(state(id)).isEqualTo("new");
        assertThat(stand.method("DELETE", "/api/v1/heartbeats/" + id, Stand.MANAGER, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(stand.get("/api/v1/heartbeats/" + id, Stand.VIEWER).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aHeartbeatIsAddedPausedAndRemovedWithForms() {
        var door = stand.door("Formed heartbeats", "alert");
        var wrong = stand.form(
                "/heartbeats",
                "service=" + door.service() + "&name=Typed&period=PT1H&schedule=nonsense&timeZone=UTC&grace=PT5M");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("five fields", "Typed", "id=\"schedule-error\"");
        assertThat(stand.page("/heartbeats/new?service=" + door.service()).body())
                .contains("value=\"" + door.service() + "\" selected");
        var added = stand.form(
                "/heartbeats",
                "service=" + door.service() + "&name=Typed+job&period=PT1H&schedule=&timeZone=&grace=PT5M&priority=P1");
        assertThat(added.statusCode()).isEqualTo(303);
        var id = list(door).getFirst().getString("id");
        var same = stand.form("/heartbeats", "service=" + door.service() + "&name=Typed-job&period=PT1H&grace=PT5M");
        assertThat(same.body()).contains("id=\"name-error\"", "Another heartbeat of this service has this name");
        var late = stand.form("/heartbeats", "service=" + door.service() + "&name=Late&period=PT1H&grace=P40D");
        assertThat(late.body()).contains("id=\"grace-error\"");
        assertThat(stand.page("/heartbeats?service=" + door.service()).body())
                .contains("Typed job", "every 1 h, 5 min late at most", "New: waits for its first ping", "curl -fsS");
        stand.form("/heartbeats/" + id + "/pause", "");
        assertThat(stand.page("/heartbeats").body()).contains("Paused");
        stand.form("/heartbeats/" + id + "/remove", "");
        assertThat(list(door)).isEmpty();
        assertThat(stand.page("/heartbeats").body())
                .doesNotContain(" style=", " onclick=", "<style")
                .doesNotContainPattern("<script>");
    }

    @Test
    void whatChangedIsListedAndShownBesideAnIncident() {
        var door = stand.door("Pinged Changing", "alert");
        var change = new Change(
                UUID.randomUUID(),
                door.integration(),
                door.service(),
                "github",
                Instant.now(),
                "deploy <b>1.2.3</b>",
                "shop",
                null,
                Map.of("commit", "0a1b2c"),
                List.of(new AlertLink("https://git.example.com/shop/1", "run")),
                "{}");
        stand.accepted(door.service(), Change.TYPE, change);
        stand.accepted(door.service(), Change.TYPE, change);
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "broken"));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        var listed = Stand.json(stand.get("/api/v1/changes?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.getJsonObject(0).getString("summary")).isEqualTo("deploy <b>1.2.3</b>");
        assertThat(stand.page("/incidents/" + number).body())
                .contains("Change:", "deploy &lt;b&gt;1.2.3&lt;/b&gt;", "https://git.example.com/shop/1");
        assertThat(Stand.json(stand.get(
                                "/api/v1/changes?service=" + door.service() + "&since=2999-01-01T00:00:00Z",
                                Stand.VIEWER))
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(stand.get("/api/v1/changes?since=yesterday", Stand.VIEWER).statusCode())
                .isEqualTo(400);
    }

    private JsonObject make(Stand.Door door, String name, String period, String grace) {
        return Stand.json(stand.post(
                "/api/v1/heartbeats",
                Stand.MANAGER,
                Map.of("service", door.service(), "name", name, "period", period, "grace", grace)));
    }

    private void ping(Stand.Door door, UUID id, PingKind kind, @Nullable Integer exit, Instant at) {
        send(door, new HeartbeatPing(UUID.randomUUID(), door.service(), id, null, null, kind, exit, null, at, null));
    }

    private void send(Stand.Door door, HeartbeatPing ping) {
        stand.accepted(door.service(), HeartbeatPing.TYPE, ping);
    }

    /** Ends the deafness of the partition, so that from now on silence counts. */
    private void settle(Stand.Door door) {
        tick(door, later(Duration.ofSeconds(1)));
        heard(door);
    }

    /** Lets time pass, with a tick every five seconds as alert-ingest sends them. */
    private void pass(Stand.Door door, Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(5)) {
            tick(door, later(Duration.ofSeconds(5)));
        }
        heard(door);
    }

    private Instant now() {
        return stand.started.plus(ahead);
    }

    private Instant later(Duration time) {
        ahead = ahead.plus(time);
        return now();
    }

    private void heard(Stand.Door door) {
        Stand.eventually(() -> stand.host
                        .database()
                        .query(
                                "select 1 from intake_tick where part = $1 and at >= $2",
                                Tuple.of(Math.floorMod(door.service().hashCode(), 6), now().atOffset(ZoneOffset.UTC)))
                        .await()
                        .size()
                == 1);
    }

    private void tick(Stand.Door door, Instant at) {
        stand.tick(Math.floorMod(door.service().hashCode(), 6), new IntakeTick(at));
    }

    private JsonObject get(UUID id) {
        return Stand.json(stand.get("/api/v1/heartbeats/" + id, Stand.RESPONDER));
    }

    private String state(UUID id) {
        return get(id).getString("state");
    }

    private List<JsonObject> list(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/heartbeats?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private int count(UUID id) {
        return Stand.json(stand.get("/api/v1/heartbeats/" + id + "/pings?limit=200", Stand.VIEWER))
                .getJsonArray("items")
                .size();
    }
}
