package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Follows what became of pages: the next step does not wait for what does not arrive, and where everyone has to acknowledge, who did counts. */
final class DeliveryConsumer implements EventHandler {
    private final EscalationCommands commands;

    DeliveryConsumer(EscalationCommands commands) {
        this.commands = commands;
    }

    /** What has arrived, by far the most, is written together; what became of other pages keeps its place among it. */
    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        Future<Void> last = Future.succeededFuture();
        List<UUID> arrived = new ArrayList<>();
        for (Event event : batch) {
            if (event.deleted()) {
                continue;
            }
            if (event.type().equals(PageAcknowledged.TYPE)) {
                PageAcknowledged acknowledged = event.as(PageAcknowledged.class);
                last = last.compose(done -> commands.acknowledged(tx, acknowledged));
            } else if (event.type().equals(DeliveryEvent.TYPE)) {
                DeliveryEvent delivery = event.as(DeliveryEvent.class);
                UUID page = delivery.pageId();
                switch (delivery.state()) {
                    case SENT -> arrived.add(page);
                    case UNDELIVERABLE ->
                        last = written(last, tx, arrived)
                                .compose(done -> commands.notReached(tx, page, PageOutcome.UNDELIVERABLE));
                    // It may still arrive; the next step does not wait for it.
                    case DEFERRED ->
                        last = written(last, tx, arrived)
                                .compose(done -> commands.notReached(tx, page, PageOutcome.DEFERRED));
                    case FAILED, CANCELLED -> {}
                }
            }
        }
        return written(last, tx, arrived);
    }

    private Future<Void> written(Future<Void> last, Tx tx, List<UUID> arrived) {
        if (arrived.isEmpty()) {
            return last;
        }
        List<UUID> pages = List.copyOf(arrived);
        arrived.clear();
        return last.compose(done -> commands.arrived(tx, pages));
    }
}
