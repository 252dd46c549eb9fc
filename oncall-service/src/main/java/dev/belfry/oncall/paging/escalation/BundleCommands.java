package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Tells somebody of several incidents in one message: the page of the worst, which names the others. */
final class BundleCommands {
    static final String TIMER = "escalation-bundle";

    private static final Duration GATHER = Duration.ofSeconds(5);
    private static final Comparator<BundleStore.Waiting> WORST_THEN_NEWEST = Comparator.comparing(
                    (BundleStore.Waiting one) -> one.incident().severity())
            .thenComparing(one -> one.incident().createdAt(), Comparator.reverseOrder());

    private final StepCommands steps;

    BundleCommands(StepCommands steps) {
        this.steps = steps;
    }

    /** One message is to come for this person; more than one is armed once. */
    static void arm(Tx tx, UUID person) {
        tx.arm(new TimerOrder(Ids.derived(TIMER, person), TIMER, person, 0, 0, 0, GATHER));
    }

    Future<Void> send(Tx tx, UUID person) {
        return BundleStore.waiting(tx::query, person).compose(waiting -> {
            if (waiting.isEmpty()) {
                return Future.succeededFuture();
            }
            List<BundleStore.Waiting> ranked =
                    waiting.stream().sorted(WORST_THEN_NEWEST).toList();
            BundleStore.Waiting worst = ranked.getFirst();
            List<IncidentState> others = ranked.stream()
                    .skip(1)
                    .map(BundleStore.Waiting::incident)
                    .distinct()
                    .toList();
            steps.send(
                    tx,
                    worst.run(),
                    worst.incident(),
                    worst.page(),
                    Wording.bundled(worst.run(), worst.page().position(), others),
                    worst.everyone());
            return BundleStore.sent(
                    tx::query,
                    ranked.stream().map(one -> one.page().id()).toList(),
                    worst.page().id());
        });
    }
}
