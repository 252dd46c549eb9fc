package dev.belfry.incident.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.Dependencies;
import dev.belfry.incident.catalog.service.Ending;
import dev.belfry.incident.catalog.service.GroupRule;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.UrgencyRule;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.incident.signal.rule.Actions;
import dev.belfry.incident.signal.rule.Conditions;
import dev.belfry.incident.signal.rule.EventRule;
import dev.belfry.incident.signal.rule.Rulebook;
import dev.belfry.incident.signal.rule.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RuleEditsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final UUID DOOR = new UUID(9, 9);
    private static final Service SHOP = new Service(
            new UUID(1, 1),
            "Shop",
            "",
            null,
            GroupRule.of(Grouping.ALERT),
            Ending.USUAL,
            Profile.NONE,
            Dependencies.NONE,
            UrgencyRule.USUAL,
            NoiseRule.NONE,
            1);
    private static final Service BANK = new Service(
            new UUID(1, 2),
            "Bank",
            "",
            null,
            GroupRule.of(Grouping.SERVICE),
            Ending.USUAL,
            Profile.NONE,
            Dependencies.NONE,
            UrgencyRule.USUAL,
            NoiseRule.NONE,
            1);
    private static final Map<UUID, Service> SERVICES = Map.of(SHOP.id(), SHOP, BANK.id(), BANK);

    private final AtomicLong ids = new AtomicLong();

    /** What is known between batches. */
    private static final class World {
        private final Map<AlertKey, Alert> alerts = new HashMap<>();
        private final Map<UUID, Held> incidents = new HashMap<>();

        void keep(Intake.Outcome outcome) {
            outcome.alerts().forEach(alert -> alerts.put(alert.key(), alert));
            outcome.incidents().forEach(held -> incidents.put(held.incident().id(), held));
        }
    }

    @Test
    void aResolveFollowsItsAlertWhateverTheRulesSayMeanwhile() {
        for (var seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            var world = new World();
            for (var batch = 0; batch < 12; batch++) {
                var now = T0.plusSeconds(batch * 60L);
                var requests = new ArrayList<AcceptedRequest>();
                for (var i = random.nextInt(8); i >= 0; i--) {
                    var action = random.nextInt(4) == 0 ? AlertAction.RESOLVE : AlertAction.TRIGGER;
                    requests.add(signal(action, "key" + random.nextInt(5), now, random));
                }
                hear(world, rules(random), requests, now);
                release(world, now.plusSeconds(random.nextInt(300)));
                check(seed, world);
            }
            var now = T0.plusSeconds(10_000);
            var resolves = new ArrayList<AcceptedRequest>();
            for (var i = 0; i < 5; i++) {
                resolves.add(signal(AlertAction.RESOLVE, "key" + i, now, random));
            }
            hear(world, rules(random), resolves, now);
            assertThat(world.alerts.values()).as("seed %d", seed).noneMatch(Alert::open);
            assertThat(world.incidents.values())
                    .as("seed %d", seed)
                    .noneMatch(held -> held.incident().open());
        }
    }

    @Test
    void everyAlertSaysWhereItWasPutAndByWhichRule() {
        var world = new World();
        var book = book(new Actions(null, null, null, null, null, null, null, BANK.id(), false, null, null));
        hear(world, book, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(1))), T0);
        var alert = world.alerts.values().iterator().next();
        assertThat(alert.serviceId()).isEqualTo(BANK.id());
        assertThat(alert.decided()).singleElement().satisfies(decided -> {
            assertThat(decided.outcome()).isEqualTo(Decided.Outcome.OPENED);
            assertThat(decided.routed()).isEqualTo(SHOP.id());
            assertThat(decided.group()).isEqualTo("service");
            assertThat(decided.incident()).isEqualTo(alert.incidentId());
            assertThat(Objects.requireNonNull(decided.rules()))
                    .extracting(Decided.Applied::name)
                    .containsExactly("Rule 0");
        });
    }

    @Test
    void aPausedAlertThatResolvesPagesNobodyAndOneThatDoesNotPagesWhenItIsOver() {
        var pause = book(new Actions(null, null, null, null, null, null, null, null, false, 120, null));
        var passing = new World();
        hear(passing, pause, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(2))), T0);
        assertThat(passing.incidents).isEmpty();
        var over = hear(
                passing,
                pause,
                List.of(signal(AlertAction.RESOLVE, "disk", T0.plusSeconds(60), new Random(2))),
                T0.plusSeconds(60));
        assertThat(over.counted()).containsEntry(Effect.TRANSIENT, 1);
        assertThat(passing.incidents).isEmpty();

        var staying = new World();
        hear(staying, pause, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(2))), T0);
        release(staying, T0.plusSeconds(60));
        assertThat(staying.incidents).isEmpty();
        release(staying, T0.plusSeconds(120));
        assertThat(staying.incidents).hasSize(1);
        assertThat(staying.alerts.values().iterator().next().hold()).isNull();
    }

    @Test
    void eachTimeAnAlertBeginsItIsGivenAPauseOfItsOwnAndIsCountedOn() {
        var pause = book(new Actions(null, null, null, null, null, null, null, null, false, 120, null));
        var world = new World();
        var later = T0.plusSeconds(1_000);
        hear(world, pause, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(3))), T0);
        hear(
                world,
                pause,
                List.of(signal(AlertAction.RESOLVE, "disk", T0.plusSeconds(30), new Random(3))),
                T0.plusSeconds(30));
        hear(world, pause, List.of(signal(AlertAction.TRIGGER, "disk", later, new Random(3))), later);
        assertThat(world.incidents).isEmpty();
        assertThat(Objects.requireNonNull(
                                world.alerts.values().iterator().next().hold())
                        .until())
                .isEqualTo(later.plusSeconds(120));

        var count = book(
                new Actions(null, null, null, null, null, null, null, null, false, null, new Actions.Threshold(2, 5)));
        var flapping = new World();
        hear(flapping, count, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(3))), T0);
        hear(
                flapping,
                count,
                List.of(signal(AlertAction.RESOLVE, "disk", T0.plusSeconds(30), new Random(3))),
                T0.plusSeconds(30));
        hear(
                flapping,
                count,
                List.of(signal(AlertAction.TRIGGER, "disk", T0.plusSeconds(60), new Random(3))),
                T0.plusSeconds(60));
        assertThat(flapping.incidents).hasSize(1);
    }

    @Test
    void whatARuleCallsLowIsLowUntilAnAlertJoinsOfWhichNoneSaysSo() {
        var low = book(
                new Actions(null, null, null, null, null, null, null, BANK.id(), false, null, null, null, Urgency.LOW));
        var elsewhere = book(new Actions(null, null, null, null, null, null, null, BANK.id(), false, null, null));
        var world = new World();
        hear(world, low, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(4))), T0);
        var opened = world.incidents.values().iterator().next().incident();
        assertThat(opened.urgency()).isEqualTo(Urgency.LOW);
        assertThat(Objects.requireNonNull(opened.said()).why()).isEqualTo("the event rule “Rule 0” says so");
        var more = hear(world, low, List.of(signal(AlertAction.TRIGGER, "cpu", T0, new Random(4))), T0);
        assertThat(more.incidents().getFirst().incident().urgency()).isEqualTo(Urgency.LOW);
        var other = hear(world, elsewhere, List.of(signal(AlertAction.TRIGGER, "net", T0, new Random(4))), T0);
        var raised = other.incidents().getFirst().incident();
        assertThat(raised.urgency()).isEqualTo(Urgency.HIGH);
        assertThat(raised.cycle()).as("paging starts anew").isEqualTo(2);
        assertThat(other.moves().getLast().told())
                .isEqualTo("An alert is not of low urgency: high urgency; paging starts at the first step");
        var again = hear(world, elsewhere, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(4))), T0);
        assertThat(again.moves()).as("once").isEmpty();
    }

    @Test
    void whatARuleSaysOfUrgencyIsKnownWhenItsPauseIsOver() {
        var low =
                book(new Actions(null, null, null, null, null, null, null, null, false, 120, null, null, Urgency.LOW));
        var world = new World();
        hear(world, low, List.of(signal(AlertAction.TRIGGER, "disk", T0, new Random(2))), T0);
        release(world, T0.plusSeconds(120));
        assertThat(world.incidents.values().iterator().next().incident().urgency())
                .isEqualTo(Urgency.LOW);
    }

    private Intake.Outcome hear(World world, Rulebook book, List<AcceptedRequest> requests, Instant now) {
        var verdicts = new HashMap<UUID, Verdict>();
        for (var request : requests) {
            for (var signal : request.alerts()) {
                var verdict = signal.action() == AlertAction.TRIGGER ? book.judge(request, signal) : null;
                if (verdict != null) {
                    verdicts.put(signal.id(), verdict);
                }
            }
        }
        var intake = intake(world, verdicts, now);
        requests.forEach(intake::listen);
        var outcome = intake.outcome();
        world.keep(outcome);
        return outcome;
    }

    private void release(World world, Instant now) {
        var intake = intake(world, Map.of(), now);
        for (var alert : List.copyOf(world.alerts.values())) {
            var hold = alert.hold();
            if (alert.open() && alert.incidentId() == null && hold != null && !hold.holds(now)) {
                intake.release(new Silenced(alert, "It is bad", null, null, null, Map.of(), false));
            }
        }
        world.keep(intake.outcome());
    }

    private Intake intake(World world, Map<UUID, Verdict> verdicts, Instant now) {
        return new Intake(
                new Intake.Known(
                        SERVICES,
                        Map.of(DOOR, "Door"),
                        Map.copyOf(world.alerts),
                        List.copyOf(world.incidents.values()),
                        List.of(),
                        verdicts,
                        Map.of(),
                        Map.of()),
                now,
                () -> new UUID(5, ids.incrementAndGet()));
    }

    private static void check(int seed, World world) {
        Map<UUID, Integer> firing = new HashMap<>();
        for (var alert : world.alerts.values()) {
            if (alert.open()) {
                assertThat(alert.incidentId() == null)
                        .as("seed %d: it is held back or in an incident: %s", seed, alert)
                        .isEqualTo(alert.hold() != null);
                if (alert.incidentId() != null) {
                    firing.merge(alert.incidentId(), 1, Integer::sum);
                    assertThat(Objects.requireNonNull(world.incidents.get(alert.incidentId()))
                                    .incident()
                                    .serviceId())
                            .as("seed %d: an alert stays with its service", seed)
                            .isEqualTo(alert.serviceId());
                }
            }
        }
        world.incidents
                .values()
                .forEach(held -> assertThat(held.openAlerts())
                        .as("seed %d", seed)
                        .isEqualTo(firing.getOrDefault(held.incident().id(), 0)));
    }

    private static Rulebook rules(Random random) {
        var all = new ArrayList<Actions>();
        for (var i = random.nextInt(4); i > 0; i--) {
            all.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Actions(null, null, null, null, null, null, null, BANK.id(), false, null, null);
                        case 1 -> new Actions(null, null, null, null, null, null, null, null, true, null, null);
                        case 2 -> new Actions(null, null, null, null, null, null, null, null, false, 120, null);
                        case 3 ->
                            new Actions(
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null,
                                    new Actions.Threshold(2, 5));
                        default ->
                            new Actions(
                                    null,
                                    List.of(AlertSeverity.values()).get(random.nextInt(4)),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null,
                                    null);
                    });
        }
        return book(all.toArray(Actions[]::new));
    }

    private static Conditions all() {
        return new Conditions(false, List.of());
    }

    private static Rulebook book(Actions... all) {
        var rules = new ArrayList<EventRule>();
        for (var actions : all) {
            var n = rules.size();
            rules.add(new EventRule(
                    new UUID(3, n), null, null, n, "Rule " + n, true, all(), "true", actions, 1, "Bea", T0));
        }
        return Rulebook.of(1, true, rules);
    }

    private AcceptedRequest signal(AlertAction action, String key, Instant at, Random random) {
        var signal = new AlertSignal(
                new UUID(6, ids.incrementAndGet()),
                action,
                key,
                key + " is bad",
                List.of(AlertSeverity.values()).get(1 + random.nextInt(3)),
                null,
                null,
                null,
                Map.of(),
                List.of());
        return new AcceptedRequest(
                new UUID(7, ids.incrementAndGet()), DOOR, SHOP.id(), "generic", at, "{}", List.of(signal));
    }
}
