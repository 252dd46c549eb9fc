package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Asks for cover for people who are away, in the name of the service. */
public final class StandingCommands {
    private StandingCommands() {}

    /**
     * Makes the requests of a schedule be those for these parts.
     *
     * @param owner the schedule, locked
     * @return what the service asks for and nobody has taken
     */
    public static Future<List<CoverRequest>> settle(Tx tx, OnCallQueries.Owner owner, List<Part> wanted, Instant now) {
        Caller service = Caller.service();
        String asker = service.principal().id();
        return SwapStore.standing(tx::query, owner.schedule(), asker, now).compose(there -> {
            Standing standing = Standing.of(owner.schedule(), wanted, there, asker, now);
            Future<Void> last = Future.succeededFuture();
            for (CoverRequest made : standing.made()) {
                last = last.compose(done -> SwapStore.insert(tx::query, made))
                        .compose(done -> ExchangeCommands.audit(tx, service, "cover.asked", owner, made));
            }
            for (CoverRequest again : standing.again()) {
                last = last.compose(done -> SwapStore.decide(tx::query, again))
                        .compose(done -> ExchangeCommands.audit(tx, service, "cover.asked", owner, again));
            }
            for (CoverRequest gone : standing.gone()) {
                last = last.compose(done -> SwapStore.decide(tx::query, gone))
                        .compose(done -> ExchangeCommands.audit(tx, service, "cover.withdrawn", owner, gone));
            }
            return last.map(done -> standing.open());
        });
    }

    /** Those of the requests of which nobody was told before; they count as told from now on. */
    public static Future<Set<UUID>> told(Tx tx, List<CoverRequest> requests, Instant now) {
        return requests.isEmpty()
                ? Future.succeededFuture(Set.of())
                : SwapStore.told(
                        tx::query, requests.stream().map(CoverRequest::id).toList(), now);
    }
}
