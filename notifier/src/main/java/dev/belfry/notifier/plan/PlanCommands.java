package dev.belfry.notifier.plan;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.delivery.DeliveryEvents;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.delivery.LaneName;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.lane.LaneCommands;
import dev.belfry.notifier.lane.Lanes;
import dev.belfry.notifier.lane.Turn;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes what was planned. What is due at once and finds a slot has its first attempt written in this very transaction
 * and is called as soon as it has committed; the rest is offered to its lane. The first page through a contact method goes
 * out alone, the others of its seconds are gathered.
 */
final class PlanCommands {
    private final PlanStore store = new PlanStore();
    private final Lanes lanes;
    private final DeliveryMetrics metrics;
    private final InstantSource clock;

    /** What is to be done once the transaction has committed, and undone when it has not. */
    private record Start(List<Sending> begun, Set<UUID> calm, Map<LaneName, List<Turn>> offered) {}

    PlanCommands(Lanes lanes, DeliveryMetrics metrics, InstantSource clock) {
        this.lanes = lanes;
        this.metrics = metrics;
        this.clock = clock;
    }

    Future<Void> begin(Tx tx, List<Planned> planned, Duration life) {
        var now = clock.instant();
        var gathered = gathered(planned);
        var start = start(gathered, now.plus(life));
        tx.committed().onComplete(done -> {
            if (done.succeeded()) {
                go(start, gathered);
            } else {
                byLane(start.begun()).forEach((lane, begun) -> lane.giveBack(begun));
            }
        });
        gathered.forEach(one -> tell(tx, one));
        var begun = start.begun().stream().map(Sending::delivery).collect(Collectors.toSet());
        return store.add(tx, gathered, begun, LaneCommands.LEASE, life, now)
                .compose(added -> store.calm(tx, start.calm(), lanes.window()));
    }

    /** Holds back what belongs into the digest of these seconds. */
    private List<Planned> gathered(List<Planned> planned) {
        var window = lanes.window();
        var first = new HashSet<UUID>();
        var gathered = new ArrayList<Planned>(planned.size());
        for (var one : planned) {
            var method = one.method();
            if (method == null || !one.isDueNow() || window.isZero() || !digests(one, method)) {
                gathered.add(one);
            } else if (method.calm().isPositive()) {
                gathered.add(one.gathered(method.calm()));
            } else {
                gathered.add(first.add(method.id()) ? one : one.gathered(window));
            }
        }
        return gathered;
    }

    private boolean digests(Planned one, ContactMethod method) {
        return one.matter() instanceof Matter.OfPage
                && lanes.figures(method.type()).digest();
    }

    private Start start(List<Planned> planned, Instant deadline) {
        var begun = new ArrayList<Sending>();
        var calm = new HashSet<UUID>();
        Map<LaneName, List<Turn>> offered = new LinkedHashMap<>();
        for (var one : planned) {
            var method = one.method();
            if (method == null || !one.isDueNow()) {
                continue;
            }
            var name = LaneName.of(method.type(), one.matter());
            if (digests(one, method)) {
                calm.add(method.id());
            }
            if (lanes.lane(name).take(method.id())) {
                begun.add(one.begun(method, deadline));
            } else {
                offered.computeIfAbsent(name, none -> new ArrayList<>()).add(new Turn(method.id(), one.priority()));
            }
        }
        return new Start(begun, calm, offered);
    }

    private void go(Start start, List<Planned> planned) {
        byLane(start.begun()).forEach((lane, begun) -> lane.begun(begun));
        start.offered().forEach((name, turns) -> lanes.lane(name).offer(turns));
        for (var one : planned) {
            var method = one.method();
            if (method != null
                    && one.status() == DeliveryStatus.PENDING
                    && !one.delay().isZero()) {
                lanes.lane(LaneName.of(method.type(), one.matter())).soon(one.delay());
            }
        }
    }

    private Map<LaneCommands, List<Sending>> byLane(List<Sending> begun) {
        return begun.stream().collect(Collectors.groupingBy(one -> lanes.lane(one.lane())));
    }

    /** Says what has come to its end before it began. */
    private void tell(Tx tx, Planned one) {
        var state = switch (one.status()) {
            case CANCELLED -> DeliveryState.CANCELLED;
            case UNDELIVERABLE -> DeliveryState.UNDELIVERABLE;
            default -> null;
        };
        if (state != null) {
            metrics.ended(one.matter(), one.channel(), one.status());
            if (one.matter() instanceof Matter.OfPage page) {
                tx.emit(DeliveryEvents.of(page.page(), one.id(), one.channel(), state, one.detail(), clock.instant()));
            }
        }
    }
}
