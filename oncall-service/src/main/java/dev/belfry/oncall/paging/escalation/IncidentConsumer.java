package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Hears what happens to incidents, and what is asked for them: those that need somebody start to climb, the others stop. */
final class IncidentConsumer implements EventHandler {
    private final EscalationCommands commands;
    private final AskCommands asks;

    IncidentConsumer(EscalationCommands commands, AskCommands asks) {
        this.commands = commands;
        this.asks = asks;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        EscalationCommands.Moment moment = commands.moment();
        return Tx.each(
                batch.stream().filter(event -> !event.deleted()).toList(), Event::key, event -> switch (event.type()) {
                    case IncidentEvent.TYPE -> commands.heard(tx, moment, event.as(IncidentEvent.class));
                    case EscalationRequest.TYPE -> asks.requested(tx, event.as(EscalationRequest.class));
                    default -> Future.succeededFuture();
                });
    }
}
