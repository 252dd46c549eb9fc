package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Carries out what other services ask of escalations: each request once, however often it arrives. */
final class RequestConsumer implements EventHandler {
    private final AskCommands asks;

    RequestConsumer(AskCommands asks) {
        this.asks = asks;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        return Tx.each(
                batch.stream()
                        .filter(event -> !event.deleted() && event.type().equals(EscalationRequest.TYPE))
                        .toList(),
                Event::key,
                event -> asks.requested(tx, event.as(EscalationRequest.class)));
    }
}
