package dev.belfry.contracts.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code deliveries.v1}: what became of a page.
 *
 * @param channel {@code email}, {@code webhook}; {@code none} when the person has no contact method at all
 * @param detail why, in words a person can read; never an address or a secret
 */
public record DeliveryEvent(
        UUID deliveryId,
        UUID pageId,
        UUID incidentId,
        int cycle,
        UUID userId,
        String channel,
        DeliveryState state,
        @Nullable String detail,
        Instant at) {
    public static final String TYPE = "belfry.delivery.changed.v1";
}
