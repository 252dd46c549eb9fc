package dev.belfry.contracts.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code deliveries.v1}: somebody has acknowledged a page of a step that everyone has to acknowledge. The
 * incident is acknowledged when all have.
 *
 * @param name of the person, as it is shown
 */
public record PageAcknowledged(UUID pageId, UUID incidentId, int cycle, UUID userId, String name, Instant at) {
    public static final String TYPE = "belfry.page.acknowledged.v1";
}
