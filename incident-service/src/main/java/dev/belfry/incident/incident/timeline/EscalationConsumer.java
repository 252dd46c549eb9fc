package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Writes what escalations did into the timelines of their incidents. */
public final class EscalationConsumer implements EventHandler {
    private final TimelineStore timeline;

    public EscalationConsumer(TimelineStore timeline) {
        this.timeline = timeline;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var entries = batch.stream()
                .filter(event -> event.type().equals(EscalationFact.TYPE))
                .map(event -> event.as(EscalationFact.class))
                .filter(EscalationWords::isNews)
                .map(EscalationLine::of)
                .toList();
        return timeline.add(tx, entries);
    }
}
