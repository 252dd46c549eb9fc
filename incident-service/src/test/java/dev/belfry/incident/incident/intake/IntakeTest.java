package dev.belfry.incident.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.catalog.service.Dependencies;
import dev.belfry.incident.catalog.service.Ending;
import dev.belfry.incident.catalog.service.GroupRule;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.UrgencyRule;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.Silence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final UUID DOOR = new UUID(9, 9);
    private static final Service SHOP = service(1, Grouping.ALERT);
    private static final Service BANK = service(2, Grouping.SERVICE);
    private static final Service BELFRY = new Service(
            Service.BELFRY,
            "Belfry",
            "",
            null,
            GroupRule.of(Grouping.ALERT),
            Ending.USUAL,
            Profile.NONE,
            Dependencies.NONE,
            UrgencyRule.USUAL,
            NoiseRule.NONE,
            1);
    private static final Map<UUID, Service> SERVICES = Map.of(SHOP.id(), SHOP, BANK.id(), BANK, BELFRY.id(), BELFRY);

    private final AtomicLong ids = new AtomicLong();

    @Test
    void theFirstAlertOpensAnIncidentAtOnceAndItsRepeatsOnlyCount() {
        var outcome = decide(List.of(), trigger(SHOP, "disk", 0), trigger(SHOP, "disk", 1), trigger(SHOP, "disk", 2));
        assertThat(outcome.opened()).isEqualTo(1);
        assertThat(happened(outcome)).containsExactly(Happened.TRIGGERED);
        assertThat(outcome.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.count()).isEqualTo(3);
            assertThat(alert.lastSeen()).isEqualTo(T0.plusSeconds(2));
        });
        assertThat(outcome.moves().getFirst().by().name()).isEqualTo("Door");
    }

    @Test
    void eachKeyHasAnIncidentOfItsOwnWhenTheServiceGroupsByAlert() {
        assertThat(decide(List.of(), trigger(SHOP, "disk", 0), trigger(SHOP, "cpu", 1))
                        .opened())
                .isEqualTo(2);
    }

    @Test
    void everythingOpenIsOneIncidentWhenTheServiceGroupsByService() {
        var outcome = decide(List.of(), trigger(BANK, "disk", 0), trigger(BANK, "cpu", 1), trigger(BANK, "net", 2));
        assertThat(outcome.opened()).isEqualTo(1);
        assertThat(happened(outcome)).containsExactly(Happened.TRIGGERED, Happened.ALERT_ADDED);
        assertThat(outcome.incidents()).singleElement().satisfies(held -> {
            assertThat(held.incident().alertCount()).isEqualTo(3);
            assertThat(held.openAlerts()).isEqualTo(3);
        });
    }

    @Test
    void theIncidentIsOverOnlyWhenAllItsAlertsAreResolvedByTheirSender() {
        var half = decide(List.of(), trigger(BANK, "disk", 0), trigger(BANK, "cpu", 1), resolve(BANK, "disk", 2));
        assertThat(half.incidents().getFirst().incident().status()).isEqualTo(IncidentStatus.TRIGGERED);
        var rest = decide(List.of(half), resolve(BANK, "cpu", 3));
        assertThat(rest.incidents().getFirst().incident().status()).isEqualTo(IncidentStatus.RESOLVED);
        assertThat(rest.moves().getFirst().by().kind()).isEqualTo("sender");
    }

    @Test
    void aTriggerOlderThanTheLastResolveOnlyCounts() {
        var over = decide(List.of(), trigger(SHOP, "disk", -60), resolve(SHOP, "disk", 0));
        var late = decide(List.of(over), trigger(SHOP, "disk", -30));
        assertThat(late.opened()).isZero();
        assertThat(late.moves()).isEmpty();
        assertThat(late.counted()).containsEntry(Effect.STALE, 1);
        assertThat(late.alerts().getFirst().count()).isEqualTo(2);
        assertThat(decide(List.of(over), trigger(SHOP, "disk", 1)).opened()).isEqualTo(1);
    }

    @Test
    void aResolveOlderThanTheNewestTriggerEndsNothing() {
        var firing = decide(List.of(), trigger(SHOP, "disk", -300), trigger(SHOP, "disk", 0));
        var late = decide(List.of(firing), resolve(SHOP, "disk", -200));
        assertThat(late.counted()).containsEntry(Effect.STALE, 1);
        assertThat(late.alerts()).isEmpty();
        assertThat(late.moves()).isEmpty();
        assertThat(happened(decide(List.of(firing), resolve(SHOP, "disk", 1)))).containsExactly(Happened.RESOLVED);
    }

    @Test
    void clocksThatDifferALittleLeaveTheOrderToTheLog() {
        var firing = decide(List.of(), trigger(SHOP, "disk", 5));
        var over = decide(List.of(firing), resolve(SHOP, "disk", 0));
        assertThat(happened(over)).containsExactly(Happened.RESOLVED);
        assertThat(decide(List.of(over), trigger(SHOP, "disk", -5)).opened()).isEqualTo(1);
    }

    @Test
    void aClockThatIsAheadSwallowsNoTrigger() {
        var over = decide(List.of(), trigger(SHOP, "disk", 600), resolve(SHOP, "disk", 605));
        assertThat(over.alerts().getFirst().resolvedAt()).isEqualTo(T0);
        var again = decide(List.of(over), trigger(SHOP, "disk", 2));
        assertThat(again.opened()).isEqualTo(1);
        assertThat(happened(decide(List.of(again), resolve(SHOP, "disk", 4)))).containsExactly(Happened.RESOLVED);
    }

    @Test
    void acknowledgesAndResolvesOfUnknownKeysAreCountedAndDropped() {
        var outcome = decide(List.of(), resolve(SHOP, "x", 0), signal(SHOP, AlertAction.ACKNOWLEDGE, "y", 1));
        assertThat(outcome.alerts()).isEmpty();
        assertThat(outcome.moves()).isEmpty();
        assertThat(outcome.counted()).containsEntry(Effect.UNKNOWN_KEY, 2);
    }

    @Test
    void aSenderCanAcknowledge() {
        var outcome = decide(List.of(), trigger(SHOP, "disk", 0), signal(SHOP, AlertAction.ACKNOWLEDGE, "disk", 1));
        assertThat(happened(outcome)).containsExactly(Happened.TRIGGERED, Happened.ACKNOWLEDGED);
    }

    @Test
    void aWorseAlertRaisesTheSeverityAfterItHasJoined() {
        var outcome = decide(
                List.of(),
                signal(BANK, AlertAction.TRIGGER, "disk", 0, AlertSeverity.WARNING),
                signal(BANK, AlertAction.TRIGGER, "cpu", 1, AlertSeverity.CRITICAL));
        assertThat(happened(outcome))
                .containsExactly(Happened.TRIGGERED, Happened.ALERT_ADDED, Happened.SEVERITY_CHANGED);
        assertThat(outcome.incidents().getFirst().incident().severity()).isEqualTo(IncidentSeverity.SEV1);
    }

    @Test
    void anAlertOfAServiceThatIsGoneGoesToBelfrysOwn() {
        var gone = service(77, Grouping.ALERT);
        var outcome = decide(List.of(), trigger(gone, "disk", 0));
        assertThat(outcome.incidents().getFirst().incident().serviceId()).isEqualTo(Service.BELFRY);
    }

    @Test
    void anAlertWhoseIncidentAPersonHasResolvedStartsANewOne() {
        var before = decide(List.of(), trigger(SHOP, "disk", 0));
        var held = before.incidents().getFirst();
        var over = (Decision.Moved)
                Lifecycle.decide(held.incident(), new Command.Resolve(), Actor.SYSTEM, T0.plusSeconds(10));
        var known = new Intake.Known(
                SERVICES,
                Map.of(DOOR, "Door"),
                Map.of(before.alerts().getFirst().key(), before.alerts().getFirst()),
                List.of(held.with(over.after())),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
        var intake = new Intake(known, T0, this::nextId);
        intake.listen(trigger(SHOP, "disk", 20));
        assertThat(intake.outcome().opened()).isEqualTo(1);
    }

    @Test
    void whatBeginsUnderASilenceIsHeldBackUntilItIsReleased() {
        var silence = silence("disk is bad");
        var before = decide(List.of(), List.of(silence), trigger(SHOP, "disk", 0), trigger(SHOP, "disk", 1));
        assertThat(before.moves()).isEmpty();
        assertThat(before.counted()).containsEntry(Effect.SILENCED, 1).containsEntry(Effect.REPEATED, 1);
        var held = before.alerts().getFirst();
        assertThat(held.incidentId()).isNull();
        assertThat(held.silencedBy()).containsExactly(silence.id());
        assertThat(held.count()).isEqualTo(2);

        var still = intake(List.of(before), List.of(silence));
        still.release(new Silenced(held, "disk is bad", null, null, null, Map.of("summary", "disk is bad"), false));
        assertThat(still.outcome().moves()).isEmpty();
        var free = intake(List.of(before), List.of());
        free.release(new Silenced(held, "disk is bad", null, null, null, Map.of("summary", "disk is bad"), false));
        var outcome = free.outcome();
        assertThat(happened(outcome)).containsExactly(Happened.TRIGGERED);
        assertThat(outcome.alerts().getFirst().silencedBy()).isEmpty();
        assertThat(outcome.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("nobody was paged before"));
    }

    @Test
    void aRepeatThatTheSilenceDoesNotMeetPagesAtOnce() {
        var before = decide(List.of(), List.of(silence("disk is bad")), trigger(SHOP, "disk", 0));
        var after = decide(List.of(before), List.of(silence("something else")), trigger(SHOP, "disk", 1));
        assertThat(happened(after)).containsExactly(Happened.TRIGGERED);
        assertThat(after.alerts().getFirst().id())
                .isEqualTo(before.alerts().getFirst().id());
    }

    @Test
    void whatIsHeldBackIsResolvedAndAcknowledgedWithoutAnIncident() {
        var before = decide(
                List.of(),
                List.of(silence("disk is bad")),
                trigger(SHOP, "disk", 0),
                signal(SHOP, AlertAction.ACKNOWLEDGE, "disk", 1),
                resolve(SHOP, "disk", 2));
        assertThat(before.moves()).isEmpty();
        assertThat(before.alerts().getFirst().open()).isFalse();
        assertThat(before.alerts().getFirst().acknowledgedBy()).isEqualTo("Door");
    }

    @Test
    void theLastAlertToExpireTakesItsIncidentWithIt() {
        var before = decide(List.of(), trigger(BANK, "disk", 0), trigger(BANK, "cpu", 3));
        var intake = intake(List.of(before), List.of());
        intake.expire(before.alerts().getFirst());
        assertThat(intake.outcome().moves()).isEmpty();
        intake.expire(before.alerts().getLast());
        var outcome = intake.outcome();
        assertThat(happened(outcome)).containsExactly(Happened.RESOLVED);
        assertThat(outcome.moves().getFirst().told())
                .isEqualTo("Resolved: expired: its sender said nothing since " + T0.plusSeconds(3));
        assertThat(outcome.lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line.text()).isEqualTo("2 alerts expired: its sender said nothing since " + T0));
    }

    @Test
    void whatWasCountedTogetherOnTheWayCountsAsOften() {
        var request = trigger(SHOP, "disk", 0);
        var one = request.alerts().getFirst();
        var many = new AlertSignal(
                one.id(),
                one.action(),
                one.dedupKey(),
                one.summary(),
                one.severity(),
                null,
                null,
                null,
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                41L);
        var heard = new AcceptedRequest(
                request.id(), DOOR, SHOP.id(), "generic", request.receivedAt(), "{}", List.of(many));
        assertThat(decide(List.of(), heard).alerts().getFirst().count()).isEqualTo(42);
        assertThat(decide(List.of(), request, heard).alerts().getFirst().count())
                .isEqualTo(43);
    }

    @Test
    void oneOpenIncidentOfAGroupAndGaplessVersionsWhateverIsHeardInWhateverBatches() {
        for (var seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            Map<AlertKey, Alert> alerts = new HashMap<>();
            Map<UUID, Held> incidents = new HashMap<>();
            for (var batch = 0; batch < 10; batch++) {
                var known = new Intake.Known(
                        SERVICES,
                        Map.of(DOOR, "Door"),
                        Map.copyOf(alerts),
                        List.copyOf(incidents.values()),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of());
                var intake = new Intake(known, T0.plusSeconds(batch), this::nextId);
                for (var i = random.nextInt(12); i >= 0; i--) {
                    var action = List.of(AlertAction.values()).get(random.nextInt(3));
                    intake.listen(signal(
                            random.nextBoolean() ? SHOP : BANK,
                            action,
                            "key" + random.nextInt(4),
                            batch * 20L + random.nextInt(20)));
                }
                var outcome = intake.outcome();
                checkVersions(seed, incidents, outcome);
                outcome.alerts().forEach(alert -> alerts.put(alert.key(), alert));
                outcome.incidents()
                        .forEach(held -> incidents.put(held.incident().id(), held));
                checkWhole(seed, alerts, incidents);
            }
        }
    }

    private static void checkVersions(int seed, Map<UUID, Held> before, Intake.Outcome outcome) {
        Map<UUID, Long> versions = new HashMap<>();
        before.forEach((id, held) -> versions.put(id, held.incident().version()));
        for (var moved : outcome.moves()) {
            var version = versions.merge(moved.after().id(), 1L, Long::sum);
            assertThat(moved.after().version()).as("seed %d", seed).isEqualTo(version);
        }
    }

    private static void checkWhole(int seed, Map<AlertKey, Alert> alerts, Map<UUID, Held> incidents) {
        var groups = new HashSet<String>();
        Map<UUID, Integer> firing = new HashMap<>();
        alerts.values().stream()
                .filter(Alert::open)
                .forEach(alert -> firing.merge(Objects.requireNonNull(alert.incidentId()), 1, Integer::sum));
        for (var held : incidents.values()) {
            var incident = held.incident();
            assertThat(held.openAlerts()).as("seed %d", seed).isEqualTo(firing.getOrDefault(incident.id(), 0));
            assertThat(incident.open()).as("seed %d: %s", seed, incident).isEqualTo(held.openAlerts() > 0);
            if (incident.open()) {
                assertThat(groups.add(incident.serviceId() + incident.groupKey()))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void anAcknowledgementIsItsAuthorsAndItsCommentIsANote() {
        var firing = decide(List.of(), trigger(SHOP, "disk", 0));
        var ack = decide(
                List.of(firing),
                signal(
                        SHOP,
                        AlertAction.ACKNOWLEDGE,
                        "disk",
                        1,
                        "nagios",
                        Map.of("author", "Bea", "comment", "on it")));
        assertThat(happened(ack)).containsExactly(Happened.ACKNOWLEDGED, Happened.NOTE_ADDED);
        assertThat(ack.moves()).allSatisfy(move -> assertThat(move.by().name()).isEqualTo("Bea"));
        assertThat(ack.moves().getLast().note()).isEqualTo("on it");
        assertThat(ack.alerts().getFirst().acknowledgedBy()).isEqualTo("Bea");
    }

    @Test
    void whatASenderLeavesOutOfItsGroupIsNotedOnceForEachNumber() {
        var details = Map.of("truncatedAlerts", "3");
        var first = decide(
                List.of(),
                signal(BANK, AlertAction.TRIGGER, "a", 0, "alertmanager", details),
                signal(BANK, AlertAction.TRIGGER, "b", 0, "alertmanager", details));
        assertThat(first.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("3 more alerts"));
        var again = decide(List.of(first), signal(BANK, AlertAction.TRIGGER, "a", 60, "alertmanager", details));
        assertThat(again.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.source())
                        .as("the timeline keeps it once")
                        .isEqualTo(first.lines().getFirst().source()));
        assertThat(decide(List.of(first), signal(BANK, AlertAction.TRIGGER, "a", 90, "generic", details))
                        .lines())
                .isEmpty();
    }

    private AcceptedRequest signal(
            Service service, AlertAction action, String key, long second, String format, Map<String, String> details) {
        var plain = signal(service, action, key, second);
        var signal = plain.alerts().getFirst();
        return new AcceptedRequest(
                plain.id(),
                plain.integrationId(),
                plain.serviceId(),
                format,
                plain.receivedAt(),
                plain.raw(),
                List.of(new AlertSignal(
                        signal.id(),
                        action,
                        signal.dedupKey(),
                        signal.summary(),
                        signal.severity(),
                        null,
                        null,
                        null,
                        details,
                        List.of())));
    }

    private static Silence silence(String summary) {
        return new Silence(
                new UUID(6, summary.length()),
                SHOP.id(),
                List.of(Matcher.of("summary", summary, false, true)),
                T0,
                T0.plusSeconds(60),
                "Bea",
                "test",
                Map.of(),
                1,
                T0);
    }

    private Intake.Outcome decide(List<Intake.Outcome> before, AcceptedRequest... requests) {
        return decide(before, List.of(), requests);
    }

    private Intake.Outcome decide(List<Intake.Outcome> before, List<Silence> silences, AcceptedRequest... requests) {
        var intake = intake(before, silences);
        for (var request : requests) {
            intake.listen(request);
        }
        return intake.outcome();
    }

    private Intake intake(List<Intake.Outcome> before, List<Silence> silences) {
        Map<AlertKey, Alert> alerts = new HashMap<>();
        var incidents = new ArrayList<Held>();
        for (var outcome : before) {
            outcome.alerts().forEach(alert -> alerts.put(alert.key(), alert));
            incidents.addAll(outcome.incidents());
        }
        return new Intake(
                new Intake.Known(
                        SERVICES, Map.of(DOOR, "Door"), alerts, incidents, silences, Map.of(), Map.of(), Map.of()),
                T0,
                this::nextId);
    }

    private UUID nextId() {
        return new UUID(5, ids.incrementAndGet());
    }

    private static List<Happened> happened(Intake.Outcome outcome) {
        return outcome.moves().stream().map(Decision.Moved::happened).toList();
    }

    private static Service service(long id, Grouping grouping) {
        return new Service(
                new UUID(1, id),
                "Service " + id,
                "",
                null,
                GroupRule.of(grouping),
                Ending.USUAL,
                Profile.NONE,
                Dependencies.NONE,
                UrgencyRule.USUAL,
                NoiseRule.NONE,
                1);
    }

    private AcceptedRequest trigger(Service service, String key, long second) {
        return signal(service, AlertAction.TRIGGER, key, second);
    }

    private AcceptedRequest resolve(Service service, String key, long second) {
        return signal(service, AlertAction.RESOLVE, key, second);
    }

    private AcceptedRequest signal(Service service, AlertAction action, String key, long second) {
        return signal(service, action, key, second, AlertSeverity.ERROR);
    }

    private AcceptedRequest signal(
            Service service, AlertAction action, String key, long second, AlertSeverity severity) {
        // One door serves one service, so the key names the service, too.
        var signal = new AlertSignal(
                nextId(),
                action,
                service.name() + key,
                key + " is bad",
                severity,
                null,
                null,
                null,
                Map.of(),
                List.of());
        return new AcceptedRequest(
                nextId(), DOOR, service.id(), "generic", T0.plusSeconds(second), "{}", List.of(signal));
    }
}
