package dev.belfry.notifier.delivery;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.page.Page;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of {@code deliveries.v1}; each state of a delivery is told once. */
public final class DeliveryEvents {
    private DeliveryEvents() {}

    public static Message of(
            Page page, UUID delivery, String channel, DeliveryState state, @Nullable String detail, Instant at) {
        return of(delivery, page.id(), page.incidentId(), page.cycle(), page.userId(), channel, state, detail, at);
    }

    public static Message of(
            UUID delivery,
            UUID page,
            UUID incident,
            int cycle,
            UUID user,
            String channel,
            DeliveryState state,
            @Nullable String detail,
            Instant at) {
        return new Message(
                Ids.derived("delivery-event", delivery, state),
                Topics.DELIVERIES.name(),
                incident.toString(),
                DeliveryEvent.TYPE,
                page.toString(),
                new DeliveryEvent(delivery, page, incident, cycle, user, channel, state, detail, at));
    }

    /** The page as a whole: nothing has arrived so far; it is tried on, and somebody else should be asked beside it. */
    public static Message deferred(Page page, String channel, String detail, Instant at) {
        return of(page, Ids.derived("deferred", page.id()), channel, DeliveryState.DEFERRED, detail, at);
    }

    /** The page as a whole: every contact method that was tried has failed. */
    public static Message undeliverable(Page page, String channel, Instant at) {
        return of(
                page,
                Ids.derived("undeliverable", page.id()),
                channel,
                DeliveryState.UNDELIVERABLE,
                "every contact method that was tried has failed",
                at);
    }
}
