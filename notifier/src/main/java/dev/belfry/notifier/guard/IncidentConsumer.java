package dev.belfry.notifier.guard;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.notifier.delivery.DeliveryEvents;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Keeps what incidents have come to, and cancels the pages that wait for one that needs nobody any more. */
public final class IncidentConsumer implements EventHandler {
    /** How long those that end together are waited for, and the pages that are under way. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final GuardStore guards;
    private final CancelStore store = new CancelStore();
    private final DeliveryMetrics metrics;
    private final InstantSource clock;
    private final Consumer<Event> kept;

    /** @param kept takes each event of an incident when what it changes has committed */
    public IncidentConsumer(GuardStore guards, DeliveryMetrics metrics, InstantSource clock, Consumer<Event> kept) {
        this.guards = guards;
        this.metrics = metrics;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var events = batch.stream()
                .filter(event -> event.type().equals(IncidentEvent.TYPE))
                .map(event -> event.as(IncidentEvent.class))
                .toList();
        if (events.isEmpty()) {
            return Future.succeededFuture();
        }
        tx.committed().onSuccess(done -> batch.forEach(kept));
        var incidents =
                events.stream().map(event -> event.incident().id()).distinct().toList();
        return guards.lock(tx, incidents).compose(known -> {
            Map<UUID, Guard> after = new HashMap<>(known);
            events.forEach(event -> after.compute(event.incident().id(), (id, before) -> Guard.after(before, event)));
            var now = clock.instant();
            return guards.save(tx, after.values(), now)
                    .compose(saved -> guards.end(tx, ends(events, known, after, now)))
                    .compose(saved -> store.outdate(tx, moved(known, after)))
                    .compose(saved -> store.waiting(tx, incidents))
                    .compose(waiting -> {
                        Future<Void> all = Future.succeededFuture();
                        for (var incident : waiting) {
                            var guard = after.get(incident);
                            if (guard != null) {
                                all = all.compose(before -> cancel(tx, guard));
                            }
                        }
                        return all;
                    });
        });
    }

    /** Those that stand otherwise than before; a note or an update changes nothing of that. */
    private static List<UUID> moved(Map<UUID, Guard> known, Map<UUID, Guard> after) {
        return after.values().stream()
                .filter(guard -> {
                    var before = known.get(guard.incident());
                    return before != null
                            && (before.status() != guard.status()
                                    || before.cycle() != guard.cycle()
                                    || !before.reason().equals(guard.reason()));
                })
                .map(Guard::incident)
                .toList();
    }

    /** Those that ended or began again; a page that is under way at the end has a few seconds to arrive. */
    private static List<GuardStore.End> ends(
            List<IncidentEvent> events, Map<UUID, Guard> known, Map<UUID, Guard> after, Instant now) {
        var by = new HashMap<UUID, UUID>();
        events.stream()
                .filter(event ->
                        event.happened() == Happened.RESOLVED && event.by().userId() != null)
                .forEach(event -> by.put(event.incident().id(), event.by().userId()));
        return after.values().stream()
                .filter(guard -> {
                    var before = known.get(guard.incident());
                    return before != null && before.isOpen() != guard.isOpen();
                })
                .map(guard -> guard.isOpen()
                        ? new GuardStore.End(guard.incident(), null, null)
                        : new GuardStore.End(guard.incident(), now.plus(SETTLING), by.get(guard.incident())))
                .toList();
    }

    /** Pages of earlier cycles first: their reason is another one. */
    private Future<Void> cancel(Tx tx, Guard guard) {
        return cancel(tx, guard, guard.cycle() - 1).compose(older -> cancel(tx, guard, guard.cycle()));
    }

    private Future<Void> cancel(Tx tx, Guard guard, int cycle) {
        var reason = guard.refusal(cycle);
        if (reason == null) {
            return Future.succeededFuture();
        }
        return store.cancel(tx, guard.incident(), cycle, reason, cycle == guard.cycle() && guard.isOpen())
                .compose(cancelled -> {
                    for (var one : cancelled) {
                        metrics.page(one.channel(), DeliveryStatus.CANCELLED);
                        tx.emit(DeliveryEvents.of(
                                one.id(),
                                one.page(),
                                guard.incident(),
                                one.cycle(),
                                one.user(),
                                one.channel(),
                                DeliveryState.CANCELLED,
                                reason,
                                clock.instant()));
                    }
                    return Future.succeededFuture();
                });
    }
}
