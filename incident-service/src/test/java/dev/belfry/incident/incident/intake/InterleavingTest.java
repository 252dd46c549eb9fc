package dev.belfry.incident.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
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
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.lifecycle.Merging;
import dev.belfry.incident.incident.lifecycle.Splitting;
import dev.belfry.incident.incident.storm.Storm;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.rule.Actions;
import dev.belfry.incident.signal.rule.Conditions;
import dev.belfry.incident.signal.rule.EventRule;
import dev.belfry.incident.signal.rule.Rulebook;
import dev.belfry.incident.signal.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two workers, any order: one takes in alerts under changing rules, the other does what people do to incidents. */
class InterleavingTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final UUID DOOR = new UUID(9, 9);
    private static final Actor BEA = Actor.user(new UUID(8, 1), "Bea");
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
            new NoiseRule(3, 30, 2),
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
            new NoiseRule(3, 30, 2),
            1);
    private static final Service RACKS = new Service(
            new UUID(1, 3),
            "Racks",
            "",
            null,
            new GroupRule(
                    Grouping.FIELDS,
                    List.of("rack"),
                    new GroupRule.Window(true, Duration.ofMinutes(20)),
                    Duration.ofMinutes(10)),
            Ending.USUAL,
            Profile.NONE,
            Dependencies.NONE,
            UrgencyRule.USUAL,
            new NoiseRule(3, 30, 2),
            1);
    private static final List<Service> ALL = List.of(SHOP, BANK, RACKS);
    private static final Map<UUID, Service> SERVICES = Map.of(SHOP.id(), SHOP, BANK.id(), BANK, RACKS.id(), RACKS);

    private final AtomicLong ids = new AtomicLong();

    /** What the tables say. */
    private static final class World {
        private final Map<UUID, Alert> alerts = new LinkedHashMap<>();
        private final Map<UUID, Held> incidents = new LinkedHashMap<>();
        private final Map<UUID, Set<UUID>> merged = new HashMap<>();
        private final Map<UUID, Incident> folded = new HashMap<>();
        private final Set<String> told = new HashSet<>();
        private final Map<UUID, Storm> storms = new HashMap<>();
        private Instant now = T0;

        void save(String where, List<Held> held, List<Decision.Moved> moves) {
            for (var moved : moves) {
                var after = moved.after();
                var before = folded.put(after.id(), after);
                assertThat(after.version()).as(where).isEqualTo(before == null ? 1 : before.version() + 1);
            }
            held.forEach(one -> incidents.put(one.incident().id(), one));
        }

        Map<AlertKey, Alert> newest() {
            var newest = new HashMap<AlertKey, Alert>();
            alerts.values().forEach(alert -> newest.put(alert.key(), alert));
            return newest;
        }

        /** What the statement that locks incidents reads: those of the alerts, the open ones, and the last of each group. */
        List<Held> known() {
            return List.copyOf(incidents.values());
        }

        List<Alert> of(UUID incident) {
            return alerts.values().stream()
                    .filter(alert -> incident.equals(alert.incidentId()))
                    .toList();
        }

        int firing(UUID incident) {
            return (int) of(incident).stream().filter(Alert::open).count();
        }

        Held any(Random random) {
            var all = List.copyOf(incidents.values());
            return all.get(random.nextInt(all.size()));
        }
    }

    @Test
    void alertsRuleEditsAcknowledgesMergesAndUnmergesLeaveEveryIncidentWholeAndEveryResolveJoins() {
        var told = new HashSet<String>();
        for (var seed = 1; seed <= 400; seed++) {
            var random = new Random(seed);
            var world = new World();
            for (var step = 0; step < 30; step++) {
                var where = "seed %d, step %d".formatted(seed, step);
                // Now and then much comes at once.
                world.now = world.now.plusSeconds(1 + random.nextInt(random.nextInt(3) == 0 ? 20 : 900));
                time(where, world);
                if (world.incidents.isEmpty() || random.nextInt(3) == 0) {
                    takeIn(where, world, world.newest(), random);
                } else {
                    people(where, world, random);
                }
                check(where, world);
            }
            for (var i = 0; i < 5; i++) {
                world.now = world.now.plusSeconds(60);
                hear("seed %d, end".formatted(seed), world, world.newest(), Map.of(), resolveAll(world));
                check("seed %d, end".formatted(seed), world);
            }
            world.now = world.now.plus(Duration.ofHours(1));
            time("seed %d, end".formatted(seed), world);
            assertThat(world.alerts.values())
                    .as("seed %d: every resolve joins", seed)
                    .noneMatch(Alert::open);
            assertThat(world.incidents.values())
                    .as("seed %d: what alerts opened is over with them", seed)
                    .noneMatch(
                            held -> held.incident().open() && !held.incident().byHand());
            told.addAll(world.told);
        }
        assertThat(told).as("the worlds are noisy enough").contains("flapping", "storm", "storm_over");
    }

    private void takeIn(String where, World world, Map<AlertKey, Alert> read, Random random) {
        var requests = new ArrayList<AcceptedRequest>();
        for (var i = random.nextInt(8); i >= 0; i--) {
            var action = switch (random.nextInt(8)) {
                case 0, 1 -> AlertAction.RESOLVE;
                case 2 -> AlertAction.ACKNOWLEDGE;
                default -> AlertAction.TRIGGER;
            };
            requests.add(signal(ALL.get(random.nextInt(3)), action, "key" + random.nextInt(4), world, random));
        }
        var book = rules(random);
        var verdicts = new HashMap<UUID, Verdict>();
        for (var request : requests) {
            var signal = request.alerts().getFirst();
            var verdict = signal.action() == AlertAction.TRIGGER ? book.judge(request, signal) : null;
            if (verdict != null) {
                verdicts.put(signal.id(), verdict);
            }
        }
        try {
            hear(where, world, read, verdicts, requests);
        } catch (NoSuchElementException moved) {
            // Its transaction is rolled back and tried again, and reads the alerts anew.
            hear(where, world, world.newest(), verdicts, requests);
        }
    }

    private void people(String where, World world, Random random) {
        var one = world.any(random);
        var incident = one.incident();
        switch (random.nextInt(10)) {
            case 0 -> act(where, world, one, new Command.Acknowledge(null));
            case 1 -> act(where, world, one, new Command.Unacknowledge());
            case 2 -> act(where, world, one, new Command.Resolve());
            case 3 -> act(where, world, one, new Command.Reassign(new UUID(4, 4), "Night shift"));
            case 4 -> open(where, world);
            case 5 -> unmerge(where, world, one);
            case 7 -> split(where, world, one, random);
            case 6 -> act(where, world, one, new Command.Assign(new Incident.Assignee(new UUID(8, 2), "Cleo")));
            default -> {
                var read = world.newest();
                merge(where, world, one, world.any(random));
                if (incident.open() && random.nextInt(4) == 0) {
                    // The other worker has read the alerts before the merge, and waited for the incidents.
                    takeIn(where, world, read, random);
                }
            }
        }
    }

    /** What was held back ends when its time is over. */
    private static void time(String where, World world) {
        for (var held : List.copyOf(world.incidents.values())) {
            if (held.resolvesAt() != null && !held.resolvesAt().isAfter(world.now)) {
                act(where, world, held, new Command.Calmed());
            }
        }
    }

    private static void act(String where, World world, Held held, Command command) {
        if (Lifecycle.decide(held.incident(), command, BEA, world.now) instanceof Decision.Moved moved) {
            world.save(where, List.of(held.with(moved.after())), List.of(moved));
            if (!moved.after().open()) {
                world.of(held.incident().id()).stream()
                        .filter(Alert::open)
                        .forEach(alert -> world.alerts.put(alert.id(), alert.resolved(world.now)));
            }
        }
    }

    private void open(String where, World world) {
        var id = nextId();
        var moved = Lifecycle.open(
                id,
                world.incidents.size() + 1,
                SHOP.id(),
                SHOP.name(),
                null,
                "manual:" + id,
                "By hand",
                IncidentSeverity.SEV3,
                0,
                BEA,
                world.now);
        world.save(where, List.of(new Held(moved.after(), 0)), List.of(moved));
    }

    private static void merge(String where, World world, Held source, Held target) {
        var outcome = Merging.merge(source, target, "Same switch", BEA, world.now);
        if (outcome instanceof Merging.Outcome.Done done) {
            var from = source.incident().id();
            var moved = world.of(from);
            world.merged.put(from, new HashSet<>(moved.stream().map(Alert::id).toList()));
            moved.forEach(alert ->
                    world.alerts.put(alert.id(), alert.joined(target.incident().id())));
            world.save(where, List.of(done.source(), done.target()), done.moves());
        } else {
            assertThat(source.incident().open() && target.incident().open() && !source.equals(target))
                    .as("%s: two open incidents can be merged", where)
                    .isFalse();
        }
    }

    private void split(String where, World world, Held from, Random random) {
        var of = world.of(from.incident().id());
        var chosen = of.stream().filter(alert -> random.nextBoolean()).toList();
        var picked = chosen.stream()
                .map(alert -> new Splitting.Picked(alert.open(), alert.severity(), "Apart", Map.of()))
                .toList();
        var wish = new Splitting.Wish(chosen.stream().map(Alert::id).toList(), null, random.nextBoolean());
        if (Splitting.hindrance(from, wish, picked) != null) {
            return;
        }
        var id = nextId();
        var done = Splitting.split(from, wish, picked, id, world.incidents.size() + 1, BEA, world.now);
        chosen.forEach(alert -> world.alerts.put(alert.id(), alert.joined(id).splitOff()));
        world.save(where, List.of(done.source(), done.target()), done.moves());
    }

    private static void unmerge(String where, World world, Held source) {
        var into = source.incident().mergedInto();
        var target = into == null ? null : Objects.requireNonNull(world.incidents.get(into.id()));
        var groupTaken = world.incidents.values().stream()
                .map(Held::incident)
                .anyMatch(other -> other.open()
                        && other.serviceId().equals(source.incident().serviceId())
                        && other.groupKey().equals(source.incident().groupKey()));
        if (target == null
                || groupTaken
                || Merging.hindrance(source.incident(), target.incident(), world.now) != null) {
            return;
        }
        var moved = Objects.requireNonNull(world.merged.remove(source.incident().id()));
        var keys = new HashSet<AlertKey>();
        moved.forEach(
                id -> keys.add(Objects.requireNonNull(world.alerts.get(id)).key()));
        var back = world.of(target.incident().id()).stream()
                .filter(alert -> keys.contains(alert.key()))
                .toList();
        var firing = (int) back.stream().filter(Alert::open).count();
        var outcome = Merging.unmerge(source, target, back.size(), firing, BEA, world.now);
        assertThat(outcome).as(where).isInstanceOf(Merging.Outcome.Done.class);
        back.forEach(alert ->
                world.alerts.put(alert.id(), alert.joined(source.incident().id())));
        var done = (Merging.Outcome.Done) outcome;
        world.save(where, List.of(done.source(), done.target()), done.moves());
    }

    private void hear(
            String where,
            World world,
            Map<AlertKey, Alert> read,
            Map<UUID, Verdict> verdicts,
            List<AcceptedRequest> requests) {
        var intake = new Intake(
                new Intake.Known(
                        SERVICES,
                        Map.of(DOOR, "Door"),
                        read,
                        world.known(),
                        List.of(),
                        verdicts,
                        Map.of(),
                        Map.copyOf(world.storms)),
                world.now,
                this::nextId);
        requests.forEach(intake::listen);
        var outcome = intake.outcome();
        var numbers = new ArrayList<Long>();
        for (var i = 1; i <= outcome.opened(); i++) {
            numbers.add((long) world.incidents.size() + i);
        }
        world.save(
                where,
                outcome.incidents().stream()
                        .map(held -> held.with(held.incident().numbered(numbers)))
                        .toList(),
                outcome.moves().stream().map(moved -> moved.numbered(numbers)).toList());
        outcome.alerts().forEach(alert -> world.alerts.put(alert.id(), alert));
        outcome.storms().forEach(storm -> world.storms.put(storm.service(), storm));
        outcome.lines().forEach(line -> world.told.add(line.kind()));
    }

    private static void check(String where, World world) {
        assertThat(world.folded.values().stream().map(InterleavingTest::told).toList())
                .as("%s: what the timelines add up to is what stands in the rows", where)
                .containsExactlyInAnyOrderElementsOf(world.incidents.values().stream()
                        .map(held -> told(held.incident()))
                        .toList());
        var groups = new HashSet<String>();
        for (var held : world.incidents.values()) {
            var incident = held.incident();
            var of = world.of(incident.id());
            assertThat(incident.alertCount())
                    .as("%s: #%d", where, incident.number())
                    .isEqualTo(of.size());
            assertThat(held.openAlerts())
                    .as("%s: #%d", where, incident.number())
                    .isEqualTo(world.firing(incident.id()));
            if (incident.open()) {
                assertThat(incident.mergedInto()).as(where).isNull();
                assertThat(groups.add(incident.serviceId() + incident.groupKey()))
                        .as("%s: one open incident of a group", where)
                        .isTrue();
            }
            if (incident.mergedInto() != null) {
                assertThat(incident.mergedInto().id()).as(where).isNotEqualTo(incident.id());
                assertThat(of).as("%s: its alerts are elsewhere", where).isEmpty();
            }
        }
    }

    /** All but the group, which an incident leaves without a word when its window is over. */
    private static List<Object> told(Incident incident) {
        return Arrays.asList(incident.state(), incident.mergedInto(), incident.recurrence(), incident.assignee());
    }

    private List<AcceptedRequest> resolveAll(World world) {
        var all = new ArrayList<AcceptedRequest>();
        for (var service : ALL) {
            for (var i = 0; i < 4; i++) {
                all.add(signal(service, AlertAction.RESOLVE, "key" + i, world, new Random(1)));
            }
        }
        return all;
    }

    private AcceptedRequest signal(Service service, AlertAction action, String key, World world, Random random) {
        var signal = new AlertSignal(
                nextId(),
                action,
                service.name() + key,
                key + " is bad",
                List.of(AlertSeverity.values()).get(1 + random.nextInt(3)),
                null,
                null,
                null,
                random.nextInt(3) == 0 ? Map.of() : Map.of("rack", Integer.toString(random.nextInt(2))),
                List.of());
        return new AcceptedRequest(nextId(), DOOR, service.id(), "generic", world.now, "{}", List.of(signal));
    }

    private static Rulebook rules(Random random) {
        var rules = new ArrayList<EventRule>();
        var severity = List.of(AlertSeverity.values()).get(random.nextInt(4));
        var route = random.nextBoolean() ? BANK.id() : null;
        if (random.nextInt(3) == 0) {
            rules.add(new EventRule(
                    new UUID(3, 1),
                    null,
                    null,
                    1,
                    "Rule",
                    true,
                    new Conditions(false, List.of()),
                    "true",
                    new Actions(null, severity, null, null, null, null, null, route, false, null, null),
                    1,
                    "Bea",
                    T0));
        }
        return Rulebook.of(1, true, rules);
    }

    private UUID nextId() {
        return new UUID(5, ids.incrementAndGet());
    }
}
