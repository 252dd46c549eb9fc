package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Hears what became of pages: where nobody can be reached the next step does not wait, and where everyone has to acknowledge, who did. */
final class DeliveryConsumer implements EventHandler {
    private final EscalationCommands commands;

    DeliveryConsumer(EscalationCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        Future<Void> last = Future.succeededFuture();
        for (Event event : batch) {
            if (event.deleted()) {
                continue;
            }
            if (event.type().equals(PageAcknowledged.TYPE)) {
                PageAcknowledged acknowledged = event.as(PageAcknowledged.class);
                last = last.compose(done -> commands.acknowledged(tx, acknowledged));
            } else if (event.type().equals(DeliveryEvent.TYPE)) {
                DeliveryEvent delivery = event.as(DeliveryEvent.class);
                // A page that is deferred may still arrive; the next step does not wait for it.
                if (delivery.state() == DeliveryState.UNDELIVERABLE || delivery.state() == DeliveryState.DEFERRED) {
                    last = last.compose(done -> commands.undeliverable(tx, delivery.pageId()));
                }
            }
        }
        return last;
    }
}
