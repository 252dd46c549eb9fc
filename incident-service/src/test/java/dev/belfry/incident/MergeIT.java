package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Several incidents with one cause become one, over the API and in the console; and an incident is given to others. */
class MergeIT {
    private final Stand stand = Stand.get();

    @Test
    void theAlertsOfAMergedIncidentMoveAndNewOnesOfItsGroupAndTheirResolvesFollow() {
        var switches = stand.door("Merge switches", "alert");
        var shop = stand.door("Merge shop", "service");
        fire(switches, "port down");
        fire(shop, "cart fails", "search fails");
        var target = opened(switches);
        var source = opened(shop);

        var merged = merge(source, target, "The same switch");
        assertThat(merged.getString("status")).isEqualTo("resolved");
        assertThat(merged.getJsonObject("mergedInto").getLong("number")).isEqualTo(target.number());
        assertThat(merged.getInteger("alertCount")).isZero();
        var whole = show(target);
        assertThat(whole.getInteger("alertCount")).isEqualTo(3);
        assertThat(whole.getInteger("openAlerts")).isEqualTo(3);
        Stand.eventually(() -> stand.eventsOf(shop.service()).stream()
                .anyMatch(event -> event.happened() == Happened.RESOLVED
                        && event.incident().status() == IncidentStatus.RESOLVED));
        assertThat(timeline(source))
                .anyMatch(line -> line.equals("Merged into #" + target.number()
                        + " by responder robot: The same switch; 2 alerts moved there"));
        assertThat(timeline(target))
                .anyMatch(
                        line -> line.startsWith("#" + source.number() + " \"cart fails is bad\" was merged into this"));

        fire(shop, "pay fails");
        Stand.eventually(() -> show(target).getInteger("openAlerts") == 4);
        resolve(shop, "cart fails", "search fails", "pay fails");
        Stand.eventually(() -> show(target).getInteger("openAlerts") == 1);
        assertThat(show(target).getString("status")).isEqualTo("triggered");
        resolve(switches, "port down");
        Stand.eventually(() -> show(target).getString("status").equals("resolved"));

        fire(shop, "cart fails");
        Stand.eventually(() -> stand.eventsOf(shop.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 2);
        assertThat(show(source).getJsonObject("mergedInto").getLong("number")).isEqualTo(target.number());
    }

    @Test
    void aMergeIsTakenBackWithinTheHourAndPagesIfAnythingStillFires() {
        var one = stand.door("Unmerge one", "alert");
        var other = stand.door("Unmerge other", "service");
        fire(one, "disk");
        fire(other, "cpu", "net");
        var target = opened(one);
        var source = opened(other);
        merge(source, target, "");
        resolve(other, "cpu");
        Stand.eventually(() -> show(target).getInteger("openAlerts") == 2);

        var back = Stand.json(post(source, "unmerge", Map.of()));
        assertThat(back.getString("status")).isEqualTo("triggered");
        assertThat(back.getInteger("cycle")).isEqualTo(2);
        assertThat(back.getJsonObject("mergedInto")).isNull();
        assertThat(back.getInteger("alertCount")).isEqualTo(2);
        assertThat(back.getInteger("openAlerts")).isEqualTo(1);
        assertThat(show(target).getInteger("alertCount")).isEqualTo(1);
        resolve(other, "net");
        Stand.eventually(() -> show(source).getString("status").equals("resolved"));
        assertThat(show(target).getString("status")).isEqualTo("triggered");

        fire(other, "cpu");
        Stand.eventually(() -> stand.eventsOf(other.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 2);
        var again = stand.eventsOf(other.service()).stream()
                .map(IncidentEvent::incident)
                .filter(incident -> !incident.id().equals(source.id()))
                .findFirst()
                .orElseThrow();
        merge(again, target, "");
        resolve(other, "cpu");
        Stand.eventually(() -> show(target).getInteger("openAlerts") == 1);
        assertThat(Stand.json(post(again, "unmerge", Map.of())).getString("status"))
                .as("nothing of it fires any more")
                .isEqualTo("resolved");
        assertThat(timeline(again)).anyMatch(line -> line.endsWith("none fires any more, so it stays resolved"));
        assertThat(post(again, "unmerge", Map.of()).statusCode()).isEqualTo(409);

        merge(target, open("Unmerge late"), "");
        stand.host
                .database()
                .query(
                        "update incident set resolved_at = resolved_at - interval '2 hours' where id = $1",
                        Tuple.of(target.id()))
                .await();
        assertThat(post(target, "unmerge", Map.of()).body()).contains("more than an hour ago");
    }

    @Test
    void whatCannotBeMergedIsRefusedWithTheReason() {
        var one = open("Refuse one");
        var other = open("Refuse other");
        assertThat(post(one, "merge", Map.of("into", one.id())).body()).contains("#/into", "into itself");
        assertThat(post(one, "merge", Map.of("into", UUID.randomUUID())).body())
                .contains("#/into", "There is no such incident.");
        assertThat(post(one, "merge", Map.of("target", other.id())).statusCode())
                .isEqualTo(400);
        var nowhere = stand.post(
                "/api/v1/incidents/" + UUID.randomUUID() + "/merge", Stand.RESPONDER, Map.of("into", one.id()));
        assertThat(nowhere.statusCode()).isEqualTo(404);
        var stale = stand.post(at(one) + "/merge", Stand.RESPONDER, Map.of("into", other.id()), "If-Match", "\"v9\"");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stand.post(at(one) + "/merge", Stand.VIEWER, Map.of("into", other.id()))
                        .statusCode())
                .isEqualTo(403);
        merge(one, other, "");
        assertThat(post(other, "merge", Map.of("into", one.id())).body())
                .as("no circle")
                .contains("#" + one.number() + " is resolved: choose an open incident");
        assertThat(post(one, "merge", Map.of("into", other.id())).body()).contains("only an open incident");
        assertThat(post(one, "reopen", Map.of()).statusCode()).isEqualTo(409);
        var third = open("Refuse third");
        merge(other, third, "");
        assertThat(post(one, "unmerge", Map.of()).body()).contains("First take #" + other.number() + " out");
    }

    @Test
    void theSameCommandSentTwiceMergesOnce() {
        var one = open("Twice one");
        var other = open("Twice other");
        var key = UUID.randomUUID().toString();
        for (var i = 0; i < 2; i++) {
            assertThat(stand.post(
                                    at(one) + "/merge",
                                    Stand.RESPONDER,
                                    Map.of("into", other.id()),
                                    "Idempotency-Key",
                                    key)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(show(other).getLong("version")).isEqualTo(2);
    }

    @Test
    void severalAreMergedInTheConsoleAndOneIsTakenOutAgain() {
        var one = open("Console <one>");
        var two = open("Console two");
        var goesOn = open("Console goes on");
        var ticked =
                stand.form("/incidents/bulk", "act=merge&number=" + one.number() + ".1&number=" + two.number() + ".1");
        var choose = ticked.headers().firstValue("Location").orElseThrow();
        assertThat(choose).isEqualTo("/incidents/merge?of=" + one.number() + "_" + two.number());
        assertThat(stand.page(choose + "&q=goes+on").body())
                .contains("Console &lt;one&gt;", "Console goes on")
                .doesNotContain("Refuse third");
        var of = "of=" + one.number() + "_" + two.number();
        assertThat(stand.form("/incidents/merge", of).statusCode()).isEqualTo(422);
        assertThat(stand.formAsViewer("/incidents/merge", of + "&into=" + goesOn.number())
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.forged("/incidents/merge").statusCode()).isEqualTo(403);
        var done = stand.form("/incidents/merge", of + "&into=" + goesOn.number() + "&why=same");
        assertThat(done.headers().firstValue("Location")).contains("/incidents/" + goesOn.number());
        assertThat(stand.page("/incidents/" + one.number()).body())
                .contains("merged into <a href=\"/incidents/" + goesOn.number(), "Take out of #" + goesOn.number());
        stand.form("/incidents/" + one.number() + "/unmerge", "");
        assertThat(show(one).getString("status")).isEqualTo("triggered");
        assertThat(show(two).getString("status")).isEqualTo("resolved");

        stand.form("/incidents/merge/undo?" + of, "");
        assertThat(show(two).getString("status")).as("undone at once").isEqualTo("triggered");
    }

    @Test
    void anIncidentIsReassignedToAnotherPolicyWhichIsPagedFromItsFirstStep() {
        var incident = open("Reassigned");
        var policies =
                stand.page("/incidents/" + incident.number() + "/reassign").body();
        assertThat(policies).contains("Night shift", "call them in");
        var night = policies.replaceAll("(?s).*<option value=\"([0-9a-f-]+)\">Night shift.*", "$1");
        post(incident, "acknowledge", Map.of());
        assertThat(post(incident, "reassign", Map.of("escalationPolicy", UUID.randomUUID()))
                        .body())
                .contains("#/escalationPolicy", "There is no such escalation policy.");
        var given = Stand.json(post(incident, "reassign", Map.of("escalationPolicy", night)));
        assertThat(given.getString("status")).isEqualTo("triggered");
        assertThat(given.getInteger("cycle")).isEqualTo(2);
        assertThat(given.getString("escalationPolicy")).isEqualTo(night);
        assertThat(timeline(incident))
                .contains("Reassigned to Night shift by responder robot; paging starts at its first step");
        Stand.eventually(() -> stand.eventsOf(incident.serviceId()).stream()
                .anyMatch(
                        event -> UUID.fromString(night).equals(event.incident().escalationPolicyId())));

        var page = "/incidents/" + incident.number() + "/reassign";
        assertThat(stand.form(page, "policy=").statusCode()).isEqualTo(422);
        assertThat(stand.form(page, "policy=" + night).statusCode()).isEqualTo(303);
        assertThat(show(incident).getInteger("cycle")).isEqualTo(3);
        post(incident, "resolve", Map.of());
        assertThat(post(incident, "reassign", Map.of("escalationPolicy", night)).statusCode())
                .isEqualTo(409);
    }

    @Test
    void alertsWithAnotherCauseAreSplitOffAndWhatFiresAgainUnderTheirKeysFollows() {
        var door = stand.door("Split", "service");
        fire(door, "cart fails", "disk full", "disk slow");
        var first = opened(door);
        var disk = ids(first, alert -> alert.getString("dedupKey").startsWith("disk"));
        assertThat(disk).hasSize(2);
        assertThat(post(first, "split", Map.of("alerts", List.of())).statusCode())
                .isEqualTo(400);
        assertThat(post(first, "split", Map.of("alerts", List.of(UUID.randomUUID())))
                        .body())
                .contains("#/alerts", "1 of these are not alerts of #" + first.number());
        var apart = Stand.json(post(first, "split", Map.of("alerts", disk, "title", "Disks")));
        assertThat(apart.getString("status")).isEqualTo("triggered");
        assertThat(apart.getString("title")).isEqualTo("Disks");
        assertThat(apart.getInteger("alertCount")).isEqualTo(2);
        var number = apart.getLong("number");
        assertThat(show(first).getInteger("alertCount")).isEqualTo(1);
        assertThat(timeline(first))
                .contains("#" + number + " \"Disks\" was split off this by responder robot; 2 alerts went there");
        assertThat(post(first, "split", Map.of("alerts", ids(first, alert -> true)))
                        .body())
                .contains("#/alerts", "At least one alert has to stay");
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                .anyMatch(event -> event.incident().number() == number && event.happened() == Happened.TRIGGERED));

        resolve(door, "disk full");
        fire(door, "disk full", "pay fails");
        var second = apart.getString("id");
        Stand.eventually(() -> Stand.json(stand.get("/api/v1/incidents/" + second, Stand.VIEWER))
                        .getInteger("alertCount")
                == 3);
        assertThat(show(first).getInteger("alertCount")).as("its group stays").isEqualTo(2);

        var page = "/incidents/" + number + "/split";
        assertThat(stand.page(page).body()).contains("disk full is bad", "At least one has to stay");
        assertThat(stand.form(page, "").statusCode()).isEqualTo(422);
        var alone = stand.form(page, "alert=" + disk.getFirst() + "&acknowledge=yes");
        assertThat(alone.statusCode()).isEqualTo(303);
        assertThat(stand.page(alone.headers().firstValue("Location").orElseThrow())
                        .body())
                .contains("Bea Example has it, nobody is paged");
        resolve(door, "disk full", "disk slow", "cart fails", "pay fails");
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.RESOLVED)
                        .count()
                == 3);
    }

    @Test
    void whatWasSplitOffComesAgainAsItselfAndNeverInTheIncidentItWasSplitFrom() {
        var door = stand.door("Split again", "service");
        fire(door, "till fails", "rack hot", "rack wet");
        var first = opened(door);
        var racks =
                new ArrayList<>(ids(first, alert -> alert.getString("dedupKey").startsWith("rack")));
        racks.sort(Comparator.comparing(id ->
                Stand.json(stand.get("/api/v1/alerts/" + id, Stand.VIEWER)).getString("dedupKey")));
        var apart = Stand.json(post(first, "split", Map.of("alerts", racks.reversed())));
        assertThat(apart.getString("title"))
                .as("the alert that was named first gives it")
                .isEqualTo("rack wet is bad");
        resolve(door, "rack hot", "rack wet");
        Stand.eventually(() -> at(apart).getString("status").equals("resolved"));

        fire(door, "rack hot");
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 3);
        var again = stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == Happened.TRIGGERED)
                .toList()
                .getLast()
                .incident();
        assertThat(show(again).getJsonObject("recurrenceOf").getLong("number")).isEqualTo(apart.getLong("number"));
        fire(door, "rack wet", "lights out");
        Stand.eventually(() -> show(again).getInteger("alertCount") == 2);
        assertThat(show(first).getInteger("alertCount")).as("its group").isEqualTo(2);
        resolve(door, "rack hot", "rack wet");
        Stand.eventually(() -> show(again).getString("status").equals("resolved"));
        fire(door, "rack wet");
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                .anyMatch(event -> event.happened() == Happened.TRIGGERED
                        && show(event.incident()).getJsonObject("recurrenceOf") != null
                        && show(event.incident()).getJsonObject("recurrenceOf").getInteger("times") == 3));
        assertThat(show(first).getString("status")).isEqualTo("triggered");
    }

    @Test
    void whoReopensWaitsForTheServiceBeforeAnyIncidentIsLocked() throws Exception {
        for (var verb : List.of("reopen", "undo", "reopen", "undo")) {
            var incident = open("Locked in order " + UUID.randomUUID());
            post(incident, "resolve", Map.of());
            var release = Promise.<Void>promise();
            var holding = Promise.<Tx>promise();
            var held = stand.host
                    .database()
                    .transact(tx -> tx.query(
                                    "select id from service where id = $1 for no key update",
                                    Tuple.of(incident.serviceId()))
                            .compose(locked -> {
                                holding.complete(tx);
                                return release.future();
                            }));
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                var tx = holding.future().await();
                var page = "/incidents/" + incident.number() + "/undo?version=2";
                var asked = people.submit(
                        () -> verb.equals("undo") ? stand.form(page, "") : post(incident, "reopen", Map.of()));
                Stand.eventually(() -> stand.host
                                .database()
                                .query(
                                        "select count(*) as waiting from pg_stat_activity"
                                                + " where datname = current_database() and wait_event_type = 'Lock'",
                                        Tuple.tuple())
                                .await()
                                .iterator()
                                .next()
                                .getLong("waiting")
                        > 0);
                tx.query("select id from incident where id = $1 for no key update nowait", Tuple.of(incident.id()))
                        .await();
                release.complete();
                assertThat(asked.get().statusCode()).isEqualTo(verb.equals("undo") ? 303 : 200);
            } finally {
                release.tryComplete();
                held.await();
            }
            assertThat(show(incident).getString("status")).isNotEqualTo("resolved");
        }
    }

    private List<String> ids(IncidentState incident, Predicate<JsonObject> which) {
        return Stand.json(stand.get("/api/v1/alerts?incident=" + incident.id(), Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(which)
                .map(alert -> alert.getString("id"))
                .toList();
    }

    @Test
    void anIncidentIsReassignedToOnePersonWhomAPageReaches() {
        var incident = open("Reassigned to one");
        assertThat(post(incident, "reassign", Map.of("person", UUID.randomUUID()))
                        .body())
                .contains("#/person", "There is no active person with this id.");
        assertThat(post(incident, "reassign", Map.of("person", Stand.VIC)).body())
                .contains("#/person", "Vic Example has no contact method");
        assertThat(post(incident, "reassign", Map.of()).body()).contains("#/person");
        assertThat(post(incident, "reassign", Map.of("person", Stand.BEA, "escalationPolicy", UUID.randomUUID()))
                        .body())
                .contains("#/person", "either");
        stand.contactStatus(1, 1);
        Stand.eventually(() -> !stand.page("/incidents/" + incident.number() + "/reassign?q=bea")
                .body()
                .contains("cannot be paged"));
        post(incident, "acknowledge", Map.of());
        var given = Stand.json(post(incident, "reassign", Map.of("person", Stand.BEA)));
        assertThat(given.getString("status")).isEqualTo("triggered");
        assertThat(given.getInteger("cycle")).isEqualTo(2);
        assertThat(given.getJsonObject("assignee").getString("name")).isEqualTo("Bea Example");
        assertThat(timeline(incident)).contains("Reassigned by responder robot to Bea Example, who is paged alone");
        Stand.eventually(() -> stand.eventsOf(incident.serviceId()).stream()
                .anyMatch(event -> Stand.BEA.equals(event.incident().assignee())));
        assertThat(stand.page("/incidents/" + incident.number()).body()).contains("only Bea Example is paged");

        var page = "/incidents/" + incident.number() + "/reassign";
        assertThat(stand.form(page, "person=" + Stand.VIC).statusCode()).isEqualTo(422);
        assertThat(stand.form(page, "person=" + Stand.BEA).statusCode()).isEqualTo(303);
        post(incident, "resolve", Map.of());
        assertThat(show(incident).getJsonObject("assignee"))
                .as("a resolve ends it")
                .isNull();
        assertThat(post(incident, "reassign", Map.of("person", Stand.BEA)).statusCode())
                .isEqualTo(409);
    }

    private void fire(Stand.Door door, String... keys) {
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, keys));
    }

    private void resolve(Stand.Door door, String... keys) {
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, keys));
    }

    private IncidentState opened(Stand.Door door) {
        return stand.await(door.service(), Happened.TRIGGERED).incident();
    }

    private IncidentState open(String title) {
        var service = stand.door(title + " service", "alert").service();
        stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", service, "title", title));
        return stand.await(service, Happened.TRIGGERED).incident();
    }

    private JsonObject merge(IncidentState source, IncidentState target, String why) {
        var answer = post(source, "merge", Map.of("into", target.id(), "why", why));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Stand.json(answer);
    }

    private HttpResponse<String> post(IncidentState incident, String verb, Map<String, Object> body) {
        return stand.post(at(incident) + "/" + verb, Stand.RESPONDER, body);
    }

    private static String at(IncidentState incident) {
        return "/api/v1/incidents/" + incident.id();
    }

    private JsonObject at(JsonObject incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.getString("id"), Stand.VIEWER));
    }

    private JsonObject show(IncidentState incident) {
        return Stand.json(stand.get(at(incident), Stand.VIEWER));
    }

    private List<String> timeline(IncidentState incident) {
        JsonArray items =
                Stand.json(stand.get(at(incident) + "/timeline", Stand.VIEWER)).getJsonArray("items");
        return items.stream().map(item -> ((JsonObject) item).getString("text")).toList();
    }
}
