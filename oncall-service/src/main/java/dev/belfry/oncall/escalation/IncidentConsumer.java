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
        Future<Void> last = Future.succeededFuture();
        for (Event event : batch) {
            if (event.type().equals(IncidentEvent.TYPE) && !event.deleted()) {
                IncidentEvent change = event.as(IncidentEvent.class);
                last = last.compose(done -> commands.heard(tx, change.incident(), change.version()));
            }
        }
        return last;
    }
}
