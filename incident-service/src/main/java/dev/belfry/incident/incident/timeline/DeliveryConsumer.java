package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Writes what became of pages into the timelines of their incidents. */
public final class DeliveryConsumer implements EventHandler {
    private final TimelineStore timeline;
    private final Directory directory;

    public DeliveryConsumer(TimelineStore timeline, Directory directory) {
        this.timeline = timeline;
        this.directory = directory;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var entries = batch.stream()
                .filter(event -> event.type().equals(DeliveryEvent.TYPE))
                .map(event -> {
                    var delivery = event.as(DeliveryEvent.class);
                    return DeliveryLine.of(event.id(), delivery, directory.nameOf(delivery.userId()));
                })
                .toList();
        return timeline.add(tx, entries);
    }
}
