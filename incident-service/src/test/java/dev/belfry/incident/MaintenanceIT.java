package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.incident.signal.maintenance.MaintenanceCommands;
import dev.belfry.incident.signal.maintenance.MaintenanceStore;
import dev.belfry.incident.signal.maintenance.MaintenanceTimer;
import dev.belfry.incident.signal.silence.SilenceCommands;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.timer.DueTimer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Planned work that pages nobody, and pages once for what still fires when it is over. */
class MaintenanceIT {
    private static final String AT = "/api/v1/maintenance-windows";

    private final Stand stand = Stand.get();

    @Test
    void whatBeginsDuringMaintenancePagesNobodyAndOnceWhenItIsOver() {
        var door = stand.door("Maintained", "service");
        var window = plan(input(door, "Database upgrade", Duration.ZERO, Duration.ofHours(1)));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Net", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Brief", null));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.RESOLVE, "Brief", null));
        Stand.eventually(() -> alerts(door).size() == 3 && alerts(door).encode().contains("\"resolved\""));
        assertThat(stand.eventsOf(door.service())).isEmpty();
        var held = alerts(door).getJsonObject(0);
        assertThat(held.getJsonArray("silencedBy")).isEmpty();
        assertThat(held.getJsonArray("maintenance").getJsonObject(0).getString("name"))
                .isEqualTo("Database upgrade");
        assertThat(stand.get("/api/v1/alerts/" + held.getString("id") + "/explain", Stand.VIEWER)
                        .body())
                .contains("held by maintenance: Database upgrade, planned by responder robot, until ");
        assertThat(stand.page("/services/" + door.service()).body())
                .contains("In maintenance until", "Database upgrade");
        assertThat(stand.page("/home").body()).contains("under way until");
        assertThat(stand.page("/maintenance").body()).contains("Database upgrade", "running", "2 alerts</td>");

        assertThat(Stand.json(stand.method("DELETE", AT + "/" + window, Stand.RESPONDER, Map.of()))
                        .getString("status"))
                .isEqualTo("ended");
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        Stand.eventually(() -> stand.get("/api/v1/incidents/" + opened.id() + "/timeline", Stand.VIEWER)
                .body()
                .contains("2 alerts fired during maintenance that is over now; nobody was paged before"));
        assertThat(times(door, Happened.TRIGGERED)).isEqualTo(1);
        assertThat(stand.page("/incidents/" + opened.number() + "/why").body()).contains("It was held by maintenance");
    }

    /** The process dies in the moment of the end: what it had begun is undone, and the timer comes again. */
    @Test
    void anEndThatIsCutOffLosesNothingAndPagesOnce() {
        var door = stand.door("Cut off", "alert");
        var window = plan(input(door, "Router swap", Duration.ZERO, Duration.ofSeconds(4)));
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alerts(door).size() == 1);
        var database = stand.host.database();
        // A worker has claimed the timer, has seen to the end and dies before it commits.
        var timer = new MaintenanceTimer(new MaintenanceCommands(
                database, new MaintenanceStore(database), stand.host.clock(), stand.host.ids()));
        var due = new DueTimer(
                UUID.randomUUID(),
                MaintenanceCommands.END,
                UUID.fromString(window),
                1,
                0,
                0,
                Instant.now(),
                Instant.now().plusSeconds(10));
        var dying = database.transact(
                tx -> timer.fire(tx, due).compose(done -> Future.<Void>failedFuture("the process is gone")));
        assertThat(dying.map(true).otherwise(false).await()).isFalse();
        assertThat(timers(door.service().toString())).isZero();
        assertThat(alerts(door).getJsonObject(0).containsKey("incident")).isFalse();

        stand.await(door.service(), Happened.TRIGGERED);
        // The timer of the end and the look at the service come a second time, as after a crash between two of them.
        database.transact(tx -> {
                    tx.arm(new TimerOrder(
                            UUID.randomUUID(),
                            MaintenanceCommands.END,
                            UUID.fromString(window),
                            1,
                            0,
                            0,
                            Duration.ZERO));
                    tx.arm(SilenceCommands.look(UUID.randomUUID(), door.service()));
                    return Future.succeededFuture();
                })
                .await();
        Stand.eventually(() -> timers(window) == 0 && timers(door.service().toString()) == 0);
        assertThat(times(door, Happened.TRIGGERED)).isEqualTo(1);
    }

    @Test
    void aWindowEndsByItselfAndARecurringOneComesAgain() {
        var door = stand.door("Every day", "alert");
        var input = input(door, "Nightly batch", Duration.ofHours(-1), Duration.ofMillis(2_500));
        input.put("recurrence", "FREQ=DAILY");
        var window = plan(input);
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Disk", null));
        Stand.eventually(() -> alerts(door).size() == 1);
        stand.await(door.service(), Happened.TRIGGERED);
        var after = Stand.json(stand.get(AT + "/" + window, Stand.VIEWER));
        assertThat(after.getString("status")).isEqualTo("scheduled");
        assertThat(Instant.parse(after.getJsonObject("occurrence").getString("startsAt")))
                .isAfter(Instant.now().plus(Duration.ofHours(20)));
        assertThat(timers(window)).isEqualTo(1);
        assertThat(after.getInteger("version")).isEqualTo(1);
        stand.method("DELETE", AT + "/" + window, Stand.RESPONDER, Map.of());
        assertThat(Stand.json(stand.get(AT + "/" + window, Stand.VIEWER)).getString("status"))
                .isEqualTo("ended");
    }

    @Test
    void aRecurringWindowIsChangedAndCancelledBetweenItsEndAndTheTimerOfIt() {
        var door = stand.door("In the gap", "alert");
        var input = input(door, "Nightly restart", Duration.ofHours(-1), Duration.ofHours(2));
        input.put("recurrence", "FREQ=DAILY");
        for (var act : List.of("PUT", "DELETE")) {
            var window = plan(input);
            // Its end has passed, and the timer has not run yet.
            var passed = stand.host
                    .database()
                    .query(
                            "update maintenance_window set ends_at = clock_timestamp() - interval '1 ms' where id = $1",
                            Tuple.of(UUID.fromString(window)));
            Stand.eventually(passed::isComplete);
            assertThat(Stand.json(stand.get(AT + "/" + window, Stand.VIEWER)).getString("status"))
                    .isEqualTo("scheduled");
            var answer = stand.method(act, AT + "/" + window, Stand.RESPONDER, act.equals("PUT") ? input : Map.of());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var after = Stand.json(stand.get(AT + "/" + window, Stand.VIEWER));
            assertThat(after.getInteger("version")).isEqualTo(2);
            assertThat(after.getString("status")).isEqualTo(act.equals("PUT") ? "active" : "ended");
            assertThat(after.containsKey("cancelledAt")).isEqualTo(act.equals("DELETE"));
        }
    }

    @Test
    void openIncidentsGoOnAndAShorterWindowPagesAtOnce() {
        var door = stand.door("Going on", "alert");
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "Before", null));
        var before = stand.await(door.service(), Happened.TRIGGERED).incident();
        var input = input(door, "Cable work", Duration.ZERO, Duration.ofHours(2));
        var preview = Stand.json(stand.post(AT + "/preview", Stand.RESPONDER, input));
        assertThat(preview.getJsonArray("openIncidents").getJsonObject(0).getLong("number"))
                .isEqualTo(before.number());
        assertThat(preview.getInteger("heldAlerts")).isEqualTo(1);
        assertThat(preview.getJsonArray("newest").getJsonObject(0).getString("summary"))
                .isEqualTo("Before is bad");
        assertThat(preview.getJsonArray("occurrences")).hasSize(1);
        var window = plan(input);
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.TRIGGER, "During", null));
        Stand.eventually(() -> alerts(door).size() == 2);
        assertThat(alerts(door).getJsonObject(0).containsKey("incident")).isFalse();
        stand.accepted(door.service(), SilenceIT.labelled(door, AlertAction.RESOLVE, "Before", null));
        stand.await(door.service(), Happened.RESOLVED);

        var narrower = new HashMap<>(input);
        narrower.put("matchers", List.of(Map.of("name", "alertname", "value", "Other")));
        problem(stand.method("PUT", AT + "/" + window, Stand.RESPONDER, narrower), 409);
        input.put("end", local(Duration.ofSeconds(2)));
        var shorter = stand.method("PUT", AT + "/" + window, Stand.RESPONDER, input, "If-Match", "\"v1\"");
        assertThat(shorter.statusCode()).as(shorter.body()).isEqualTo(200);
        problem(stand.method("PUT", AT + "/" + window, Stand.RESPONDER, input, "If-Match", "\"v1\""), 412);
        Stand.eventually(() -> times(door, Happened.TRIGGERED) == 2);
        problem(stand.method("PUT", AT + "/" + window, Stand.RESPONDER, input), 409);
    }

    @Test
    void whatCannotBePlannedIsRefusedWithItsField() {
        var door = stand.door("Refused plan", "alert");
        problem(stand.post(AT, Stand.VIEWER, input(door, "x", Duration.ZERO, Duration.ofHours(1))), 403);
        refused(door, "end", local(Duration.ofHours(-1)), "#/end");
        refused(door, "end", local(Duration.ofDays(40)), "#/end");
        refused(door, "start", "2026-02-31T10:00", "#/start");
        refused(door, "timeZone", "Mars/Olympus", "#/timeZone");
        refused(door, "recurrence", "FREQ=YEARLY", "#/recurrence");
        refused(
                door,
                "services",
                List.of(door.service().toString(), UUID.randomUUID().toString()),
                "#/services/1");
        refused(door, "services", List.of(), "#/services");
        refused(door, "matchers", List.of(Map.of("name", "a", "value", "(", "isRegex", true)), "#/matchers/0");
        refused(door, "service", door.service().toString(), "#/service");
        problem(stand.get(AT + "/" + UUID.randomUUID(), Stand.VIEWER), 404);
        problem(stand.method("DELETE", AT + "/" + UUID.randomUUID(), Stand.RESPONDER, Map.of()), 404);
    }

    @Test
    void aPlanIsListedPageByPageAndMadeOnceHoweverOftenItIsSent() {
        var door = stand.door("Listed plans", "alert");
        var key = UUID.randomUUID().toString();
        var input = input(door, "Once", Duration.ofHours(5), Duration.ofHours(6));
        var first = stand.post(AT, Stand.RESPONDER, input, "Idempotency-Key", key);
        var again = stand.post(AT, Stand.RESPONDER, input, "Idempotency-Key", key);
        assertThat(Stand.json(again).getString("id"))
                .isEqualTo(Stand.json(first).getString("id"));
        plan(input(door, "Twice", Duration.ofHours(7), Duration.ofHours(8)));
        var page = stand.get(AT + "?status=scheduled&limit=1&service=" + door.service(), Stand.VIEWER);
        assertThat(Stand.json(page).getJsonArray("items")).hasSize(1);
        var link = page.headers().firstValue("Link").orElseThrow();
        var second = stand.get(link.substring(1, link.indexOf('>')), Stand.VIEWER);
        assertThat(page.body() + second.body()).contains("\"Once\"", "\"Twice\"");
        assertThat(second.headers().firstValue("Link").orElse("")).doesNotContain("next");
    }

    @Test
    void maintenanceIsPlannedPreviewedChangedAndCancelledInTheConsole() {
        var door = stand.door("Console plan", "alert");
        var form = stand.pageAsResponder("/maintenance/new?service=" + door.service())
                .body();
        assertThat(form).contains("value=\"" + door.service() + "\" checked", "Plan maintenance");
        var fields = "service=" + door.service() + "&timeZone=Europe/Berlin&recurrence=FREQ%3DWEEKLY&rule=&description="
                + "&matchers=&start=2027-02-02T22:00&end=2027-02-03T01:00&name=";
        var nameless = stand.formAsResponder("/maintenance", fields);
        assertThat(nameless.statusCode()).isEqualTo(422);
        assertThat(nameless.body()).contains("Say what is planned", "2027-02-02T22:00");
        assertThat(stand.formAsResponder("/maintenance/preview", fields + "Patch")
                        .body())
                .contains("The next 5 times", "Tue 2 Feb 2027, 22:00", "+01:00", "None would have been held back");
        assertThat(stand.formAsViewer("/maintenance", fields + "Patch").statusCode())
                .isEqualTo(403);
        assertThat(stand.formAsResponder("/maintenance", fields + "Patch+%3Cday%3E")
                        .statusCode())
                .isEqualTo(303);
        var list = stand.pageAsViewer("/maintenance").body();
        assertThat(list).contains("Patch &lt;day&gt;", "every Tuesday").doesNotContain("New maintenance");
        var id = Stand.json(stand.get(AT + "?service=" + door.service() + "&status=scheduled", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("name").startsWith("Patch"))
                .map(one -> one.getString("id"))
                .findFirst()
                .orElseThrow();
        assertThat(stand.formAsResponder("/maintenance/" + id, fields + "Patch+night&version=1")
                        .statusCode())
                .isEqualTo(303);
        var stale = stand.formAsResponder("/maintenance/" + id, fields + "Patch+dawn&version=1");
        assertThat(stale.statusCode()).isEqualTo(422);
        assertThat(stale.body()).contains("Somebody else saved it meanwhile", "Patch dawn");
        assertThat(stand.formAsResponder("/maintenance/" + id + "/cancel", "").statusCode())
                .isEqualTo(303);
        assertThat(stand.page("/maintenance/" + id).body())
                .contains("Cancelled", "Rob Example changed it", "Rob Example cancelled it")
                .doesNotContain(" style=", " onclick=");
        assertThat(stand.page("/maintenance/nothing").statusCode()).isEqualTo(404);
    }

    private void refused(Stand.Door door, String member, Object value, String pointer) {
        var input = input(door, "Refused", Duration.ZERO, Duration.ofHours(1));
        input.put(member, value);
        assertThat(problem(stand.post(AT, Stand.RESPONDER, input), 400).encode())
                .contains(pointer);
        assertThat(stand.post(AT + "/preview", Stand.RESPONDER, input).statusCode())
                .isEqualTo(400);
    }

    private String plan(Map<String, Object> input) {
        return problem(stand.post(AT, Stand.RESPONDER, input), 201).getString("id");
    }

    private static Map<String, Object> input(Stand.Door door, String name, Duration from, Duration until) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "services",
                List.of(door.service().toString()),
                "start",
                local(from),
                "end",
                local(until),
                "timeZone",
                "UTC"));
    }

    private static String local(Duration fromNow) {
        return LocalDateTime.ofInstant(Instant.now().plus(fromNow), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"));
    }

    private JsonArray alerts(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
    }

    private long times(Stand.Door door, Happened happened) {
        return stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == happened)
                .count();
    }

    private long timers(String ref) {
        return stand.host
                .database()
                .query(
                        "select count(*) as timers from timer where kind in ('maintenance-end', 'silence-look') and ref = $1",
                        Tuple.of(UUID.fromString(ref)))
                .await()
                .iterator()
                .next()
                .getLong("timers");
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Stand.json(response);
    }
}
