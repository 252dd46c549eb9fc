package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Follows what became of pages: the next step does not wait for what does not arrive, and where everyone has to acknowledge, who did counts. */
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
                last = last.compose(done -> became(tx, delivery));
            }
        }
        return last;
    }

    private Future<Void> became(Tx tx, DeliveryEvent delivery) {
        UUID page = delivery.pageId();
        return switch (delivery.state()) {
            case UNDELIVERABLE -> commands.notReached(tx, page, PageOutcome.UNDELIVERABLE);
            // It may still arrive; the next step does not wait for it.
            case DEFERRED -> commands.notReached(tx, page, PageOutcome.DEFERRED);
            case SENT -> commands.arrived(tx, page);
            case FAILED, CANCELLED -> Future.succeededFuture();
        };
    }
}
