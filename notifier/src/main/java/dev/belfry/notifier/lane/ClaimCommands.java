package dev.belfry.notifier.lane;

import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.delivery.DeliveryEvents;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.outcome.Ended;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
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
import org.jspecify.annotations.Nullable;

/**
 * Takes what is due through contact methods that have a slot: locks it, asks the guard once more, and writes the attempts,
 * all in one transaction. After an acknowledge has committed no attempt begins.
 */
final class ClaimCommands {
    private static final int DIGEST = 200;

    private final LaneStore store;
    private final GuardStore guards;
    private final ChannelFigures figures;
    private final boolean digests;
    private final Duration window;
    private final InstantSource clock;
    private final DeliveryMetrics metrics;

    /** @param digests whether what is due through one contact method becomes one message */
    ClaimCommands(
            LaneStore store,
            GuardStore guards,
            ChannelFigures figures,
            boolean digests,
            Duration window,
            InstantSource clock,
            DeliveryMetrics metrics) {
        this.store = store;
        this.guards = guards;
        this.figures = figures;
        this.digests = digests;
        this.window = window;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What one call is to bring. */
    record Together(List<Sending> sendings, @Nullable UUID digest) {}

    /** The calls of one contact method. */
    record Hand(UUID method, List<Together> calls) {}

    /**
     * What was claimed.
     *
     * @param given what has come to its end without a call
     * @param more the contact methods through which more is due
     */
    record Claim(List<Hand> hands, List<Ended> given, Set<UUID> more) {}

    Future<Claim> claim(Tx tx, List<UUID> methods) {
        int most = digests ? DIGEST : figures.perMethod();
        return store.claim(tx, methods, most, digests).compose(claimed -> {
            if (claimed.isEmpty()) {
                return Future.succeededFuture(new Claim(List.of(), List.of(), Set.of()));
            }
            Set<UUID> incidents = new HashSet<>();
            for (var one : claimed) {
                var page = one.sending().page();
                if (page != null) {
                    incidents.add(page.incidentId());
                }
            }
            Future<Map<UUID, Guard>> known =
                    incidents.isEmpty() ? Future.succeededFuture(Map.of()) : guards.share(tx, incidents);
            return known.compose(guard -> start(tx, claimed, guard, most));
        });
    }

    private Future<Claim> start(Tx tx, List<LaneStore.Claimed> claimed, Map<UUID, Guard> known, int most) {
        var now = clock.instant();
        Map<UUID, List<Sending>> called = new LinkedHashMap<>();
        List<Ended> given = new ArrayList<>();
        Map<UUID, String> cancelled = new LinkedHashMap<>();
        for (var one : claimed) {
            var sending = one.sending();
            var page = sending.page();
            var guard = page == null ? null : known.get(page.incidentId());
            switch (Start.decide(sending, one.lost(), figures.repeats(), guard, now)) {
                case Start.Call call ->
                    called.computeIfAbsent(sending.contactMethod(), first -> new ArrayList<>())
                            .add(sending.begun());
                case Start.Give give -> given.add(new Ended(sending.begun(), give.outcome(), figures.repeats()));
                case Start.Cancel cancel -> {
                    cancelled.put(sending.delivery(), cancel.reason());
                    tell(tx, sending, cancel.reason(), now);
                }
            }
        }
        var hands = called.entrySet().stream()
                .map(entry -> hand(entry.getKey(), entry.getValue()))
                .toList();
        var calm = digests ? called.keySet() : Set.<UUID>of();
        return store.cancel(tx, cancelled)
                .compose(done -> store.begin(tx, beginnings(hands, given), calm, window, LaneCommands.LEASE, now))
                .map(begun -> new Claim(hands, given, full(claimed, most)));
    }

    private Hand hand(UUID method, List<Sending> sendings) {
        if (!digests) {
            return new Hand(
                    method,
                    sendings.stream()
                            .map(one -> new Together(List.of(one), null))
                            .toList());
        }
        var digest = sendings.size() == 1
                ? null
                : Ids.derived(
                        "digest",
                        sendings.stream().map(Sending::delivery).sorted().toArray());
        return new Hand(method, List.of(new Together(sendings, digest)));
    }

    private static List<LaneStore.Beginning> beginnings(List<Hand> hands, List<Ended> given) {
        var beginnings = new ArrayList<LaneStore.Beginning>();
        for (var hand : hands) {
            for (var call : hand.calls()) {
                call.sendings().forEach(one -> beginnings.add(new LaneStore.Beginning(one, call.digest())));
            }
        }
        given.forEach(one -> beginnings.add(new LaneStore.Beginning(one.sending(), null)));
        return beginnings;
    }

    /** Those of which as much was due as is taken at once. */
    private static Set<UUID> full(List<LaneStore.Claimed> claimed, int most) {
        Map<UUID, Integer> counts = new LinkedHashMap<>();
        claimed.forEach(one -> counts.merge(one.sending().contactMethod(), 1, Integer::sum));
        Set<UUID> full = new HashSet<>();
        counts.forEach((method, count) -> {
            if (count >= most) {
                full.add(method);
            }
        });
        return full;
    }

    private void tell(Tx tx, Sending sending, String reason, Instant now) {
        metrics.ended(sending.matter(), sending.channel(), DeliveryStatus.CANCELLED);
        var page = sending.page();
        if (page != null) {
            tx.emit(DeliveryEvents.of(
                    page, sending.delivery(), sending.channel(), DeliveryState.CANCELLED, reason, now));
        }
    }
}
