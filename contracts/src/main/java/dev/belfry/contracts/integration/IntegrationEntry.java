package dev.belfry.contracts.integration;

import java.util.UUID;

/**
 * A record of {@code integrations.v1}: a door of a service. A tombstone closes it.
 *
 * @param keyHash SHA-256 of the routing key in lower-case hex; the key itself never travels
 */
public record IntegrationEntry(UUID id, UUID serviceId, String name, String type, String keyHash) {
    public static final String TYPE = "belfry.integration.v1";
}
