package dev.belfry.incident.catalog;

import dev.belfry.contracts.integration.IntegrationEntry;
import java.util.UUID;

/**
 * A door through which one sender reports about a service.
 *
 * @param type {@code events}, {@code alertmanager}, {@code generic} or the word of another sender
 * @param routingKey the secret that opens the door
 */
public record Integration(UUID id, UUID serviceId, String name, String type, String routingKey, long version) {

    /** What others are told of it: never the key itself. */
    public IntegrationEntry entry() {
        return new IntegrationEntry(id, serviceId, name, type, RoutingKey.hash(routingKey));
    }
}
