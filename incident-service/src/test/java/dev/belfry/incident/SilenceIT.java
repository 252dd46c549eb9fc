package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.incident.dependency.DependencyStore;
import dev.belfry.incident.incident.intake.IntakeCommands;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.storm.StormStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.incident.signal.alert.Listening;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.incident.signal.rule.RuleStore;
import dev.belfry.incident.signal.silence.SilenceStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What pages nobody for a while, and what is over because nobody says it any more. */
class SilenceIT {
    private final Stand stand = Stand.get();

    @Test
    void aTriggerDuringASilencePagesNobodyAndOpensItsIncidentWhenTheSilenceIsEnded() {
        var door = stand.door("Silenced", "alert");
        var silence = silence(door, "alertname=Disk", Duration.ofHours(1));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alerts(door).size() == 1 && alert(door).getInteger("count") == 2);
        var held = alert(door);
        assertThat(held.containsKey("incident")).isFalse();
        assertThat(held.getString("status")).isEqualTo("triggered");
        var why = held.getJsonArray("silencedBy").getJsonObject(0);
        assertThat(why.getString("id")).isEqualTo(silence);
        assertThat(why.getString("createdBy")).isEqualTo("responder robot");
        assertThat(why.getString("comment")).isEqualTo("planned work");
        assertThat(why.getString("until")).isNotBlank();
        assertThat(stand.eventsOf(door.service())).isEmpty();
        assertThat(stand.page("/silences").body()).contains("1 alert</td>", "planned work", "Active");

        // Another alert of the same service is not meant and pages at once.
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Net", null));
        stand.await(door.service(), Happened.TRIGGERED);

        var ended = stand.method("DELETE", "/api/v1/silences/" + silence, Stand.RESPONDER, Map.of());
        assertThat(Stand.json(ended).getString("status")).isEqualTo("expired");
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 2);
        var opened = stand.eventsOf(door.service()).getLast().incident();
        assertThat(opened.title()).isEqualTo("Disk is bad");
        assertThat(timeline(opened.id())).contains("fired under a silence that is over now");
        assertThat(alerts(door))
                .allSatisfy(one -> assertThat(((JsonObject) one).getJsonArray("silencedBy"))
                        .isEmpty());
        stand.accepted(door.service(), labelled(door, AlertAction.RESOLVE, "Disk", null));
        assertThat(stand.await(door.service(), Happened.RESOLVED).incident().id())
                .isEqualTo(opened.id());
    }

    @Test
    void aSilenceEndsByItselfAndWhatIsOverBeforePagesNobodyEver() {
        var door = stand.door("Passing", "service");
        var silence = silence(door, "alertname=~\"Disk|Net\"", Duration.ofSeconds(3));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Net", null));
        stand.accepted(door.service(), labelled(door, AlertAction.RESOLVE, "Net", null));
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(opened.title()).isEqualTo("Disk is bad");
        assertThat(opened.alertCount()).isEqualTo(1);
        assertThat(stand.eventsOf(door.service())).hasSize(1);
        var over = alerts(door).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("status").equals("resolved"))
                .toList();
        assertThat(over)
                .singleElement()
                .satisfies(one ->
                        assertThat(one.getJsonArray("silencedBy").encode()).contains(silence));
    }

    @Test
    void anAlertThatAnotherSilenceMeetsStaysHeldBack() {
        var door = stand.door("Silenced twice", "alert");
        var first = silence(door, "alertname=Disk", Duration.ofHours(1));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alerts(door).size() == 1);
        var second = silence(door, "severity=\"\"\nalertname=~\"D.*\"", Duration.ofHours(1));
        stand.method("DELETE", "/api/v1/silences/" + first, Stand.RESPONDER, Map.of());
        Stand.eventually(() -> alert(door).getJsonArray("silencedBy").encode().contains(second));
        assertThat(alert(door).getJsonArray("silencedBy")).hasSize(1);
        assertThat(stand.eventsOf(door.service())).isEmpty();
        stand.method("DELETE", "/api/v1/silences/" + second, Stand.RESPONDER, Map.of());
        stand.await(door.service(), Happened.TRIGGERED);
    }

    @Test
    void anAlertWithoutLabelsIsMatchedByWhatItsSenderSaid() {
        var door = stand.door("Unlabelled", "alert");
        silence(door, "severity=critical\nsource=~\"db.*\"\nzone=a\nservice=Unlabelled", Duration.ofHours(1));
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        Stand.eventually(() -> alerts(door).size() == 1);
        assertThat(alert(door).getJsonArray("silencedBy")).hasSize(1);
    }

    @Test
    void aSilenceOfAllServicesHoldsBackEverywhereAndReleasesEverywhere() {
        var one = stand.door("All one", "alert");
        var two = stand.door("All two", "alert");
        var silence = silence(null, "alertname=Everywhere", Duration.ofHours(1));
        for (var door : List.of(one, two)) {
            stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Everywhere", null));
            Stand.eventually(() -> alerts(door).size() == 1);
            assertThat(alert(door).getJsonArray("silencedBy")).hasSize(1);
        }
        stand.method("DELETE", "/api/v1/silences/" + silence, Stand.RESPONDER, Map.of());
        stand.await(one.service(), Happened.TRIGGERED);
        stand.await(two.service(), Happened.TRIGGERED);
    }

    @Test
    void whoeverMakesASilenceIsToldHowManyOpenAlertsItMatches() {
        var door = stand.door("Told reach", "alert");
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Net", null));
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Over", null));
        stand.accepted(door.service(), labelled(door, AlertAction.RESOLVE, "Over", null));
        Stand.eventually(() -> alerts(door).size() == 3 && alerts(door).encode().contains("resolved"));
        assertThat(made(door, "alertname=~\"Disk|Net|Over\"").getInteger("matchingAlerts"))
                .isEqualTo(2);
        assertThat(made(door, "alertname=~\"Disk|Net|Over\"").getString("note"))
                .startsWith("2 open alerts match this silence now.");
        assertThat(made(door, "alertname=Disk").getString("note")).startsWith("1 open alert matches this silence now.");
        var missed = made(door, "alertname=Dsik");
        assertThat(missed.getInteger("matchingAlerts")).isZero();
        assertThat(missed.getString("note")).startsWith("No open alert matches this silence now.");
        assertThat(Stand.json(stand.get("/api/v1/silences/" + missed.getString("id"), Stand.VIEWER))
                        .containsKey("note"))
                .as("what was true when it was made is not said later")
                .isFalse();

        var other = stand.door("Told reach elsewhere", "alert");
        assertThat(made(other, "alertname=Disk").getInteger("matchingAlerts"))
                .as("alerts of another service are not meant")
                .isZero();
        assertThat(flash(door, "alertname=Net")).contains("The silence is made. 1 open alert matches");
        assertThat(flash(door, "alertname=Nte")).contains("The silence is made. No open alert matches");
    }

    private JsonObject made(Stand.Door door, String matchers) {
        return problem(
                stand.post("/api/v1/silences", Stand.RESPONDER, input(door, matchers, Duration.ofHours(1))), 201);
    }

    private String flash(Stand.Door door, String matcher) {
        var answer = stand.form(
                "/silences",
                "service=" + door.service() + "&matchers=" + URLEncoder.encode(matcher, StandardCharsets.UTF_8)
                        + "&duration=PT1H&comment=Works");
        assertThat(answer.statusCode()).isEqualTo(303);
        var cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("belfry_flash="))
                .findFirst()
                .orElseThrow();
        return URLDecoder.decode(
                cookie.substring("belfry_flash=".length(), cookie.indexOf(';')).split("!", -1)[1],
                StandardCharsets.UTF_8);
    }

    @Test
    void whatWasPagedAlreadyGoesOnAndTheIncidentSaysThatItsAlertIsSilenced() {
        var door = stand.door("Silenced late", "alert");
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", null));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains("Silence alerts like this", "matchers=alertname%3D%22Disk%22")
                .doesNotContain(">silenced<");
        silence(door, "alertname=Disk", Duration.ofHours(1));
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains(">silenced<", "Silenced by responder robot until", "planned work", "Triggered");
        assertThat(stand.eventsOf(door.service())).hasSize(1);
    }

    /** The end of a silence and the arrival of alerts it silences: whoever comes first, none is forgotten. */
    @Test
    void noAlertIsForgottenWhenItRacesTheEndOfItsSilence() {
        var door = stand.door("Racing silence", "alert");
        var intake = intake();
        var database = stand.host.database();
        for (var round = 0; round < 40; round++) {
            var name = "Race" + round;
            var silence = silence(door, "alertname=" + name, Duration.ofHours(1));
            var request = labelled(door, AlertAction.TRIGGER, name, null);
            var taken = database.transact(tx -> intake.take(tx, List.of(request)));
            var ended = stand.method("DELETE", "/api/v1/silences/" + silence, Stand.RESPONDER, Map.of());
            assertThat(ended.statusCode()).isEqualTo(200);
            taken.await();
        }
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 40);
        assertThat(alerts(door))
                .allSatisfy(one ->
                        assertThat(((JsonObject) one).containsKey("incident")).isTrue());
    }

    @Test
    void anAlertThatIsNotSaidAgainExpiresOnlyWhenBelfryWasListening() {
        var door = stand.door("Expiring", "alert");
        var soon = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(3_600);
        stand.accepted(door.service(), labelled(door, AlertAction.TRIGGER, "Disk", soon));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        assertThat(alert(door).getString("expiresAt")).isNotBlank();
        var armed = stand.host
                .database()
                .query(
                        "select count(*) as timers from timer where kind = 'alert-expiry' and ref = $1",
                        Tuple.of(door.service()))
                .await();
        assertThat(armed.iterator().next().getLong("timers")).isEqualTo(1);

        var database = stand.host.database();
        // Belfry has only just begun to listen: nobody can be held to what could not be heard.
        var deaf = intake(new Listening(soon.minusSeconds(60), soon.plusSeconds(60)));
        database.transact(tx -> deaf.expire(tx, door.service())).await();
        assertThat(alert(door).getString("status")).isEqualTo("triggered");
        // What was accepted up to now has not been heard yet.
        var late = intake(new Listening(Instant.EPOCH, soon.minusMillis(1)));
        database.transact(tx -> late.expire(tx, door.service())).await();
        assertThat(alert(door).getString("status")).isEqualTo("triggered");
        var all = intake(new Listening(Instant.EPOCH, soon));
        database.transact(tx -> all.expire(tx, door.service())).await();
        assertThat(alert(door).getString("status")).isEqualTo("resolved");
        assertThat(stand.await(door.service(), Happened.RESOLVED).incident().id())
                .isEqualTo(incident.id());
        assertThat(timeline(incident.id()))
                .contains("Resolved: expired: its sender said nothing since")
                .contains("1 alert expired");
    }

    /** The whole road: the timer that was armed, the ticks of the log as they are kept, the sweep. */
    @Test
    void whenItsTimeIsOverAForgottenAlertIsResolvedByItself() {
        var door = stand.door("Forgotten", "service");
        var database = stand.host.database();
        var part = Math.floorMod(door.service().hashCode(), 6);
        var before = database.query("select at, deaf_until from intake_tick where part = $1", Tuple.of(part))
                .await();
        database.query("""
                        insert into intake_tick (part, at, deaf_until)
                        values ($1, now() + interval '1 minute', now() - interval '1 hour')
                        on conflict (part) do update set at = excluded.at, deaf_until = excluded.deaf_until""", Tuple.of(part)).await();
        try {
            stand.accepted(
                    door.service(),
                    labelled(door, AlertAction.TRIGGER, "Kept", Instant.now().plusSeconds(600)),
                    labelled(door, AlertAction.TRIGGER, "Lost", Instant.now().plusSeconds(1)));
            var id = stand.await(door.service(), Happened.TRIGGERED).incident().id();
            Stand.eventually(() -> timeline(id).contains("1 alert expired: its sender said nothing since"));
            assertThat(stand.eventsOf(door.service()).stream().map(event -> event.happened()))
                    .doesNotContain(Happened.RESOLVED);
            var next = database.query(
                            "select due_at > now() + interval '5 minutes' as later from timer"
                                    + " where kind = 'alert-expiry' and ref = $1",
                            Tuple.of(door.service()))
                    .await();
            assertThat(next.iterator().next().getBoolean("later")).isTrue();
        } finally {
            database.query("delete from intake_tick where part = $1", Tuple.of(part))
                    .await();
            before.forEach(row -> database.query(
                            "insert into intake_tick (part, at, deaf_until) values ($1, $2, $3)",
                            Tuple.of(part, row.getOffsetDateTime("at"), row.getOffsetDateTime("deaf_until")))
                    .await());
        }
    }

    @Test
    void anAlertThatIsSaidAgainDoesNotExpireAndItsRefreshesArmNoTimers() {
        var door = stand.door("Refreshed", "alert");
        stand.accepted(
                door.service(),
                labelled(door, AlertAction.TRIGGER, "Disk", Instant.now().plusSeconds(100)));
        stand.await(door.service(), Happened.TRIGGERED);
        for (var i = 0; i < 20; i++) {
            stand.accepted(
                    door.service(),
                    labelled(door, AlertAction.TRIGGER, "Disk", Instant.now().plusSeconds(240 + 10L * i)));
        }
        Stand.eventually(() -> alert(door).getInteger("count") == 21);
        var database = stand.host.database();
        var all = intake(new Listening(Instant.EPOCH, Instant.now().plusSeconds(200)));
        database.transact(tx -> all.expire(tx, door.service())).await();
        assertThat(alert(door).getString("status")).isEqualTo("triggered");
        var armed = database.query(
                        "select count(*) as timers from timer where kind = 'alert-expiry' and ref = $1",
                        Tuple.of(door.service()))
                .await();
        assertThat(armed.iterator().next().getLong("timers")).isBetween(1L, 2L);
    }

    @Test
    void aSilenceIsMadeReadChangedAndEndedOverTheApi() {
        var door = stand.door("Api silence", "alert");
        problem(stand.post("/api/v1/silences", Stand.VIEWER, input(door, "a=b", Duration.ofHours(1))), 403);
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, Map.of("comment", "x")), 400);
        var over = new HashMap<>(input(door, "a=b", Duration.ofHours(-1)));
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, over), 400);
        over.put("endsAt", "2026-99-01T00:00:00Z");
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, over), 400);
        over.put("endsAt", "+999999999-12-31T23:59:59Z");
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, over), 400);
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, input(door, "a=~\"(\"", Duration.ofHours(1))), 400);
        var everything = problem(
                stand.post("/api/v1/silences", Stand.RESPONDER, input(door, "a=~\".*\"", Duration.ofHours(1))), 400);
        assertThat(everything.encode()).contains("must not match the empty string");
        var nobody = new HashMap<>(input(door, "a=b", Duration.ofHours(1)));
        nobody.put("service", UUID.randomUUID().toString());
        problem(stand.post("/api/v1/silences", Stand.RESPONDER, nobody), 400);

        var made = stand.post("/api/v1/silences", Stand.RESPONDER, input(door, "a=b", Duration.ofHours(1)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var at = made.headers().firstValue("Location").orElseThrow();
        assertThat(Stand.json(made).getString("status")).isEqualTo("active");
        var until = Instant.now().plus(Duration.ofHours(5)).toString();
        var changed = stand.method(
                "PATCH", at, Stand.RESPONDER, Map.of("endsAt", until, "comment", "longer"), "If-Match", "\"v1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(Stand.json(changed).getString("comment")).isEqualTo("longer");
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("comment", "x"), "If-Match", "\"v1\""), 412);
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("startsAt", until)), 409);
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("endsAt", "soon")), 400);
        assertThat(stand.get("/api/v1/silences?status=active&service=" + door.service(), Stand.VIEWER)
                        .body())
                .contains("longer");
        assertThat(Stand.json(stand.method("DELETE", at, Stand.RESPONDER, Map.of()))
                        .getString("status"))
                .isEqualTo("expired");
        assertThat(stand.method("DELETE", at, Stand.RESPONDER, Map.of()).statusCode())
                .isEqualTo(200);
        problem(stand.method("PATCH", at, Stand.RESPONDER, Map.of("comment", "x")), 409);
        problem(stand.get("/api/v1/silences/" + UUID.randomUUID(), Stand.VIEWER), 404);
        assertThat(stand.get("/api/v1/silences?status=expired&limit=200", Stand.VIEWER)
                        .body())
                .contains("longer");
    }

    @Test
    void aSilenceIsMadeAndEndedInTheConsole() {
        var door = stand.door("Console silence", "alert");
        var bad = stand.form("/silences", "service=" + door.service() + "&matchers=nonsense&duration=PT1H&comment=x");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("bad matcher format: nonsense", ">nonsense</textarea>");
        assertThat(stand.form("/silences", "service=all&matchers=a%3Db&duration=PT1H&comment=")
                        .statusCode())
                .isEqualTo(422);
        assertThat(stand.form("/silences", "service=&matchers=a%3Db&duration=PT1H&comment=x")
                        .statusCode())
                .isEqualTo(422);
        var matchers = URLEncoder.encode("alertname=\"<Disk>\"", StandardCharsets.UTF_8);
        var made = stand.form(
                "/silences", "service=" + door.service() + "&matchers=" + matchers + "&duration=PT1H&comment=Works");
        assertThat(made.statusCode()).isEqualTo(303);
        var page = stand.page("/silences").body();
        assertThat(page).contains("alertname=\"&lt;Disk&gt;\"", "Bea Example: Works");
        var id = Stand.json(stand.get("/api/v1/silences?status=active&service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("comment").equals("Works"))
                .map(one -> one.getString("id"))
                .findFirst()
                .orElseThrow();
        assertThat(stand.form("/silences/" + id + "/end", "").statusCode()).isEqualTo(303);
        assertThat(Stand.json(stand.get("/api/v1/silences/" + id, Stand.VIEWER)).getString("status"))
                .isEqualTo("expired");
        assertThat(stand.form("/silences/nothing/end", "").statusCode()).isEqualTo(422);
        assertThat(stand.page("/silences").body())
                .doesNotContain(" style=", " onclick=", "<style")
                .doesNotContainPattern("<script>");
    }

    private IntakeCommands intake() {
        return intake(new Listening(Instant.EPOCH, Instant.now()));
    }

    private IntakeCommands intake(Listening listening) {
        var host = stand.host;
        var database = host.database();
        var incidents = new IncidentStore(database);
        var timeline = new TimelineStore(database);
        return new IntakeCommands(
                new CatalogStore(database),
                new AlertStore(database),
                new SilenceStore(database),
                new MaintenanceStore(database),
                new DependencyStore(database),
                new StormStore(database),
                new RuleStore(database),
                (tx, service) -> Future.succeededFuture(listening),
                incidents,
                new IncidentCommands(database, incidents, timeline, host.clock(), host.metrics()),
                timeline,
                host.clock(),
                host.ids(),
                host.metrics());
    }

    private String silence(Stand.@Nullable Door door, String matchers, Duration duration) {
        var made = stand.post("/api/v1/silences", Stand.RESPONDER, input(door, matchers, duration));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Stand.json(made).getString("id");
    }

    private static Map<String, Object> input(Stand.@Nullable Door door, String matchers, Duration duration) {
        var list = new ArrayList<Map<String, Object>>();
        for (var line : matchers.split("\n", -1)) {
            var parts = line.split("=~?", 2);
            list.add(Map.of("name", parts[0], "value", parts[1].replace("\"", ""), "isRegex", line.contains("=~")));
        }
        var input = new HashMap<String, Object>(
                Map.of("matchers", list, "endsAt", Instant.now().plus(duration).toString(), "comment", "planned work"));
        if (door != null) {
            input.put("service", door.service().toString());
        }
        return input;
    }

    private JsonArray alerts(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
    }

    private JsonObject alert(Stand.Door door) {
        return alerts(door).getJsonObject(0);
    }

    private String timeline(UUID incident) {
        return stand.get("/api/v1/incidents/" + incident + "/timeline", Stand.VIEWER)
                .body();
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Stand.json(response);
    }

    static AcceptedRequest labelled(Stand.Door door, AlertAction action, String name, @Nullable Instant expires) {
        var signal = new AlertSignal(
                UUID.randomUUID(),
                action,
                "key-" + name,
                name + " is bad",
                AlertSeverity.ERROR,
                null,
                null,
                Instant.now(),
                Map.of("annotation.summary", name + " is bad"),
                List.of(),
                Map.of("alertname", name),
                "It is \"very\" bad, {really}\\",
                "P2",
                List.of("one \"quoted\"", "two, three", "\\back"),
                expires,
                null);
        return new AcceptedRequest(
                UUID.randomUUID(),
                door.integration(),
                door.service(),
                "alertmanager",
                Instant.now(),
                "{}",
                List.of(signal));
    }
}
