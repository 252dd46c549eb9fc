package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
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
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From accepted alerts to incident events, over a real broker and a real database. */
class RoadIT {
    private final Stand stand = Stand.get();

    @Test
    void anAlertBecomesAnIncidentItsRepeatsDoNotAndItsResolveEndsIt() {
        var door = stand.door("Road", "alert");
        stand.accepted(door.service(), trigger(door, "disk"), trigger(door, "disk"));
        stand.accepted(door.service(), trigger(door, "disk"));
        var opened = stand.await(door.service(), Happened.TRIGGERED);
        assertThat(opened.incident().severity()).isEqualTo(IncidentSeverity.SEV1);
        assertThat(opened.incident().title()).isEqualTo("disk is bad");
        assertThat(opened.incident().number()).isPositive();
        assertThat(opened.by().name()).isEqualTo("Road door");

        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "disk"));
        var over = stand.await(door.service(), Happened.RESOLVED);
        assertThat(over.by().kind()).isEqualTo("sender");
        assertThat(over.version()).isEqualTo(2);
        assertThat(stand.eventsOf(door.service())).hasSize(2);
        var alert = Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(alert.getInteger("count")).isEqualTo(3);
        assertThat(alert.getString("status")).isEqualTo("resolved");
        var whole = Stand.json(stand.get("/api/v1/alerts/" + alert.getString("id"), Stand.VIEWER));
        assertThat(whole.getString("firstBody")).isEqualTo("{\"as\":\"it came\"}");

        stand.accepted(door.service(), trigger(door, "disk"));
        Stand.eventually(() -> stand.eventsOf(door.service()).size() == 3);
        assertThat(stand.eventsOf(door.service()).getLast().incident().id())
                .isNotEqualTo(opened.incident().id());
    }

    /** A flapping sender must not fill the database with bodies that nobody will ever read. */
    @Test
    void ofManyRepeatsTheFirstAndTheLastBodyAreKept() {
        var door = stand.door("Repeats", "alert");
        for (int repeat = 0; repeat < 20; repeat++) {
            stand.accepted(door.service(), trigger(door, "disk"));
        }
        var both = Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk", "fan");
        stand.accepted(door.service(), both);
        stand.accepted(door.service(), trigger(door, "disk"));
        Stand.eventually(() -> Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items")
                .toString()
                .contains("\"count\":22"));
        var kept = stand.host
                .database()
                .query("select held from request where integration = $1 order by held", Tuple.of(door.integration()))
                .await();
        var held = new ArrayList<Integer>();
        kept.forEach(row -> held.add(row.getInteger("held")));
        // The first and the last of disk, and the one body of fan, which disk has let go of.
        assertThat(held).containsExactly(1, 1, 2);
    }

    @Test
    void aRequestThatArrivesTwiceIsAppliedOnce() {
        var door = stand.door("Twice", "alert");
        var disk = trigger(door, "disk");
        stand.accepted(door.service(), disk, disk);
        stand.accepted(door.service(), disk);
        stand.await(door.service(), Happened.TRIGGERED);
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "disk"));
        stand.await(door.service(), Happened.RESOLVED);
        stand.accepted(door.service(), disk);
        stand.accepted(door.service(), trigger(door, "other"));
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 2);
        var alerts = Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
        assertThat(alerts).hasSize(2);
        assertThat(alerts.getJsonObject(1).getInteger("count")).isEqualTo(1);
    }

    /** Another node's resolve came first: what counts is the order of the log, not what the clock of a node shows. */
    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void anAlertFiresAgainThoughTheClockOfItsNodeIsAMinuteOff(int seconds) {
        var off = Duration.ofSeconds(seconds);
        var door = stand.door("Clock " + seconds, "alert");
        stand.accepted(door.service(), trigger(door, "disk"));
        stand.await(door.service(), Happened.TRIGGERED);
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "disk"));
        stand.await(door.service(), Happened.RESOLVED);

        stand.acceptedBy(off, door.service(), trigger(door, "disk"));
        Stand.eventually(() -> times(door, Happened.TRIGGERED) == 2);
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "disk"));
        Stand.eventually(() -> times(door, Happened.RESOLVED) == 2);
    }

    private long times(Stand.Door door, Happened what) {
        return stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == what)
                .count();
    }

    @Test
    void aBodyIsShownWithoutTheKeyItCarries() {
        var door = stand.door("Keyed road", "alert");
        var asSent = trigger(door, "key");
        var key = "0123456789abcdef0123456789abcdef";
        stand.accepted(
                door.service(),
                new AcceptedRequest(
                        asSent.id(),
                        asSent.integrationId(),
                        asSent.serviceId(),
                        "pagerduty_v2",
                        asSent.receivedAt(),
                        "{\"routing_key\" : \"" + key + "\",\"event_action\":\"trigger\"}",
                        asSent.alerts()));
        stand.await(door.service(), Happened.TRIGGERED);
        var id = Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        assertThat(stand.get("/api/v1/alerts/" + id, Stand.VIEWER).body())
                .doesNotContain(key)
                .contains("event_action");
    }

    @Test
    void everythingOfAServiceJoinsOneIncidentWhenItSaysSo() {
        var door = stand.door("Grouped", "service");
        stand.accepted(door.service(), trigger(door, "a", "b", "c"));
        stand.accepted(door.service(), trigger(door, "d"));
        var id = stand.await(door.service(), Happened.TRIGGERED).incident().id();
        Stand.eventually(
                () -> stand.eventsOf(door.service()).getLast().incident().alertCount() == 4);
        assertThat(stand.eventsOf(door.service()))
                .allMatch(event -> event.incident().id().equals(id));
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "a", "b", "c"));
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "d"));
        assertThat(stand.await(door.service(), Happened.RESOLVED).incident().alertCount())
                .isEqualTo(4);
    }

    @Test
    void aCommandAcknowledgesOnceAndOneOfAnOldCycleIsRefusedInTheTimeline() {
        var door = stand.door("Commanded", "alert");
        stand.accepted(door.service(), trigger(door, "disk"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        var by = Actor.user(Stand.BEA, "Bea Example");
        var ack = command(incident.id(), CommandVerb.ACKNOWLEDGE, 1, by, null);
        tell(ack);
        tell(ack);
        var taken = stand.await(door.service(), Happened.ACKNOWLEDGED);
        assertThat(taken.incident().acknowledgedBy()).isEqualTo(Stand.BEA);

        act(incident.id(), "unacknowledge");
        stand.await(door.service(), Happened.UNACKNOWLEDGED);
        tell(command(incident.id(), CommandVerb.ACKNOWLEDGE, 1, by, null));
        // A command of an incident nobody knows is dropped and stops nothing.
        tell(command(UUID.randomUUID(), CommandVerb.RESOLVE, 1, Actor.SYSTEM, "lost"));
        Stand.eventually(() -> timeline(incident.id()).contains("was refused"));
        assertThat(status(incident.id())).isEqualTo("triggered");
        assertThat(stand.eventsOf(door.service()).stream().map(IncidentEvent::happened))
                .containsExactly(Happened.TRIGGERED, Happened.ACKNOWLEDGED, Happened.UNACKNOWLEDGED);
    }

    @Test
    void whatAnEscalationDidStandsInTheTimelineOnceAndInOrderHoweverItArrives() {
        var door = stand.door("Escalated", "alert");
        stand.accepted(door.service(), trigger(door, "disk"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        var first = fact(incident.id(), FactKind.SKIPPED, 1, 0, FactReason.NOBODY_ON_CALL);
        var second = fact(incident.id(), FactKind.ASKED, 2, 1, null);
        for (var fact : List.of(second, first, second, first)) {
            stand.tell(Topics.ESCALATIONS.name(), incident.id().toString(), EscalationFact.TYPE, fact.id(), fact);
        }
        var delivery = new DeliveryEvent(
                UUID.randomUUID(),
                UUID.randomUUID(),
                incident.id(),
                1,
                Stand.BEA,
                "email",
                DeliveryState.SENT,
                null,
                first.at().plusSeconds(1));
        var id = UUID.randomUUID();
        stand.tell(Topics.DELIVERIES.name(), incident.id().toString(), DeliveryEvent.TYPE, id, delivery);
        stand.tell(Topics.DELIVERIES.name(), incident.id().toString(), DeliveryEvent.TYPE, id, delivery);
        var last = fact(incident.id(), FactKind.EXHAUSTED, 2, 2, FactReason.NO_ANSWER);
        stand.tell(Topics.ESCALATIONS.name(), incident.id().toString(), EscalationFact.TYPE, last.id(), last);
        Stand.eventually(() -> timeline(incident.id()).contains("Escalation exhausted")
                && timeline(incident.id()).contains("E-mail to Bea Example sent"));
        assertThat(lines(incident.id(), 100))
                .filteredOn(text -> !text.startsWith("Opened"))
                .containsExactly(
                        "Step 1 was skipped: nobody was on call",
                        "Step 2 paged Bea Example (on call in \"Nights\")",
                        "Escalation exhausted: every step has been asked and nobody answered",
                        "E-mail to Bea Example sent");
        assertThat(lines(incident.id(), 1)).as("page by page").isEqualTo(lines(incident.id(), 100));
    }

    private static EscalationFact fact(
            UUID incident, FactKind kind, int step, int sequence, @Nullable FactReason reason) {
        return new EscalationFact(
                UUID.randomUUID(),
                new UUID(7, 7),
                incident,
                1,
                Instant.parse("2036-01-01T00:00:00Z"),
                sequence,
                kind,
                step,
                0,
                IncidentSeverity.SEV2,
                "Payments",
                null,
                null,
                null,
                null,
                kind == FactKind.ASKED
                        ? List.of(new Party(Stand.BEA, "Bea Example", Through.SCHEDULE, new UUID(8, 8), "Nights"))
                        : List.of(),
                false,
                reason,
                null,
                null,
                null);
    }

    /** The whole timeline, read in pages of that size. */
    private List<String> lines(UUID incident, int limit) {
        var lines = new ArrayList<String>();
        var next = "/api/v1/incidents/" + incident + "/timeline?limit=" + limit;
        while (next != null) {
            var answer = stand.get(next, Stand.VIEWER);
            Stand.json(answer).getJsonArray("items").forEach(line -> lines.add(((JsonObject) line).getString("text")));
            next = answer.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(link.indexOf("/api"), link.indexOf('>')))
                    .orElse(null);
        }
        return lines;
    }

    @Test
    void aPersonResolvesTheAlertsWithTheirIncident() {
        var door = stand.door("Resolved", "service");
        stand.accepted(door.service(), trigger(door, "a", "b"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        act(incident.id(), "resolve");
        var alerts = Stand.json(stand.get("/api/v1/alerts?incident=" + incident.id(), Stand.VIEWER))
                .getJsonArray("items");
        assertThat(alerts)
                .hasSize(2)
                .allSatisfy(alert -> assertThat(alert.toString()).contains("\"resolved\""));
        // The sender's own resolve comes late and changes nothing; the next trigger is a new incident.
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.RESOLVE, "a"));
        stand.accepted(door.service(), trigger(door, "a"));
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == 2);
        assertThat(stand.method("POST", "/api/v1/incidents/" + incident.id() + "/reopen", Stand.RESPONDER, Map.of())
                        .body())
                .contains("already open");
    }

    @Test
    void whatBecameOfAPageIsToldInTheTimeline() {
        var door = stand.door("Delivered", "alert");
        stand.accepted(door.service(), trigger(door, "disk"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        for (var state : List.of(DeliveryState.SENT, DeliveryState.CANCELLED)) {
            var delivery = new DeliveryEvent(
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    incident.id(),
                    1,
                    Stand.BEA,
                    "email",
                    state,
                    state == DeliveryState.SENT ? null : "acknowledged before it was sent",
                    Instant.now());
            stand.tell(Topics.DELIVERIES.name(), incident.id().toString(), DeliveryEvent.TYPE, delivery);
        }
        Stand.eventually(() -> timeline(incident.id()).contains("E-mail to Bea Example sent"));
        Stand.eventually(() ->
                timeline(incident.id()).contains("E-mail to Bea Example not sent: acknowledged before it was sent"));
    }

    @Test
    void aParkedRecordRaisesAnIncidentWhateverItHolds() {
        var parked = new ParkedRecord(
                "notifier", "pages.v1", 3, 42, "key\0", "belfry.page.requested.v1", "boom \0 \uD800", "raw \0 body");
        stand.tell(Topics.PARKING.name(), "pages.v1", ParkedRecord.TYPE, parked);
        stand.tell(Topics.PARKING.name(), "x", "nonsense", "not json".getBytes(StandardCharsets.UTF_8));
        Stand.eventually(() -> stand.eventsOf(Service.BELFRY).stream()
                .anyMatch(
                        event -> event.incident().title().contains("notifier could not process a record of pages.v1")));
        Stand.eventually(() -> stand.eventsOf(Service.BELFRY).stream()
                .anyMatch(event -> event.incident().title().contains("cannot even be read")));
    }

    @Test
    void aPoisonedRecordIsParkedRaisesAnIncidentAndDoesNotStopThePartition() {
        var door = stand.door("Poisoned", "alert");
        stand.tell(
                Topics.ALERTS.name(),
                door.service().toString(),
                AlertBatch.TYPE,
                "{\"requests\":7}".getBytes(StandardCharsets.UTF_8));
        stand.accepted(door.service(), trigger(door, "after"));
        stand.await(door.service(), Happened.TRIGGERED);
        Stand.eventually(() -> stand.eventsOf(Service.BELFRY).stream()
                .anyMatch(event -> event.incident().title().contains("could not process a record of alerts.v1")));
    }

    @Test
    void racingConsumersOpenOneIncident() {
        var door = stand.door("Raced", "alert");
        var host = stand.host;
        var database = host.database();
        var incidents = new IncidentStore(database);
        var commands =
                new IncidentCommands(database, incidents, new TimelineStore(database), host.clock(), host.metrics());
        var intake = new IntakeCommands(
                new CatalogStore(database),
                new AlertStore(database),
                new SilenceStore(database),
                new MaintenanceStore(database),
                new DependencyStore(database),
                new StormStore(database),
                new RuleStore(database),
                (tx, service) -> Future.succeededFuture(
                        new Listening(Instant.EPOCH, host.clock().instant())),
                incidents,
                commands,
                new TimelineStore(database),
                host.clock(),
                host.ids(),
                host.metrics());
        var racers = new ArrayList<Future<Void>>();
        for (var i = 0; i < 8; i++) {
            var request = trigger(door, "disk");
            racers.add(database.transact(tx -> intake.take(tx, List.of(request))));
        }
        Future.all(racers).await();
        stand.await(door.service(), Happened.TRIGGERED);
        var list = Stand.json(stand.get("/api/v1/alerts?service=" + door.service(), Stand.VIEWER))
                .getJsonArray("items");
        assertThat(list).hasSize(1);
        assertThat(list.getJsonObject(0).getInteger("count")).isEqualTo(8);
        assertThat(stand.eventsOf(door.service())).hasSize(1);
    }

    @Test
    void aStormIsTakenInBatches() {
        var door = stand.door("Stormy", "service");
        var started = System.nanoTime();
        var keys = IntStream.range(0, 100).mapToObj(i -> "k" + i).toArray(String[]::new);
        for (var batch = 0; batch < 100; batch++) {
            var some = new String[100];
            for (var i = 0; i < keys.length; i++) {
                some[i] = keys[i] + "-" + batch;
            }
            stand.accepted(door.service(), trigger(door, some));
        }
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                .anyMatch(event -> event.incident().alertCount() == 10_000));
        var seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf("10,000 new alerts of one incident in %.2f s%n", seconds);
        var id = stand.eventsOf(door.service()).getFirst().incident().id();
        assertThat(Stand.json(stand.get("/api/v1/incidents/" + id, Stand.VIEWER))
                        .getJsonArray("alerts"))
                .hasSize(100);
    }

    @Test
    void aSnoozeIsKeptAndItsTimerIsArmed() {
        var door = stand.door("Snoozed", "alert");
        stand.accepted(door.service(), trigger(door, "disk"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();
        var snoozed = stand.post(
                "/api/v1/incidents/" + incident.id() + "/snooze", Stand.RESPONDER, Map.of("duration", "PT30M"));
        assertThat(snoozed.statusCode()).isEqualTo(200);
        assertThat(stand.await(door.service(), Happened.SNOOZED).incident().status())
                .isEqualTo(IncidentStatus.SNOOZED);
        var pull = "update timer set due_at = now() where kind = 'snooze-end' and ref = $1";
        var rows = stand.host.database().query(pull, Tuple.of(incident.id())).await();
        assertThat(rows.rowCount()).isEqualTo(1);
        var woken = stand.await(door.service(), Happened.UNSNOOZED);
        assertThat(woken.incident().cycle()).isEqualTo(2);
        assertThat(woken.incident().status()).isEqualTo(IncidentStatus.TRIGGERED);
    }

    private void act(UUID incident, String action) {
        var response = stand.post("/api/v1/incidents/" + incident + "/" + action, Stand.RESPONDER, Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private String timeline(UUID incident) {
        return stand.get("/api/v1/incidents/" + incident + "/timeline", Stand.VIEWER)
                .body();
    }

    private String status(UUID incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident, Stand.VIEWER))
                .getString("status");
    }

    private void tell(IncidentCommand command) {
        stand.tell(Topics.COMMANDS.name(), command.incidentId().toString(), IncidentCommand.TYPE, command);
    }

    private static IncidentCommand command(
            UUID incident, CommandVerb verb, int cycle, Actor by, @Nullable String text) {
        return new IncidentCommand(UUID.randomUUID(), incident, verb, cycle, by, "email", Instant.now(), text);
    }

    private static AcceptedRequest trigger(Stand.Door door, String... keys) {
        return Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, keys);
    }
}
