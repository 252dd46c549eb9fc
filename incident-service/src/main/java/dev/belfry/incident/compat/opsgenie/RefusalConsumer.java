package dev.belfry.incident.compat.opsgenie;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Learns that nobody could be called for a client's request: then its outcome is no success. */
public final class RefusalConsumer implements EventHandler {
    private final EventHandler before;
    private final OpsgenieStore store;

    /** @param before who takes in the same events first */
    public RefusalConsumer(EventHandler before, OpsgenieStore store) {
        this.before = before;
        this.store = store;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var done = before.handle(tx, batch);
        for (var event : batch) {
            if (event.type().equals(EscalationFact.TYPE)) {
                var fact = event.as(EscalationFact.class);
                var wanted = fact.wanted();
                if (fact.kind() == FactKind.REFUSED && wanted != null) {
                    done = done.compose(next -> store.refused(tx, fact.incidentId(), wanted));
                }
            }
        }
        return done;
    }
}
