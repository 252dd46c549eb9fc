package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Follows incidents: those that need somebody start to climb, the others stop. */
final class IncidentConsumer implements EventHandler {
    private final EscalationCommands commands;

    IncidentConsumer(EscalationCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        EscalationCommands.Moment moment = commands.moment();
        return Tx.each(
                batch.stream()
                        .filter(event -> !event.deleted() && event.type().equals(IncidentEvent.TYPE))
                        .toList(),
                Event::key,
                event -> commands.heard(tx, moment, event.as(IncidentEvent.class)));
    }
}
