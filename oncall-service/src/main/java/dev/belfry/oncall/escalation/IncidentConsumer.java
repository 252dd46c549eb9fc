package dev.belfry.oncall.escalation;

import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Hears what happens to incidents: those that need somebody start to climb, the others stop. */
final class IncidentConsumer implements EventHandler {
    private final EscalationCommands commands;

    IncidentConsumer(EscalationCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        List<IncidentEvent> changes = batch.stream()
                .filter(event -> event.type().equals(IncidentEvent.TYPE) && !event.deleted())
                .map(event -> event.as(IncidentEvent.class))
                .toList();
        EscalationCommands.Moment moment = commands.moment();
        return Tx.each(changes, change -> change.incident().id(), change -> commands.heard(tx, moment, change));
    }
}
