package dev.belfry.incident.catalog.service;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something people run and are paged for.
 *
 * @param escalationPolicyId who is paged, and then who; null leaves it to the catch-all
 */
public record Service(
        UUID id, String name, String description, @Nullable UUID escalationPolicyId, Grouping grouping, long version) {
    /** The service on which Belfry reports its own trouble. */
    public static final UUID BELFRY = UUID.fromString("00000000-0000-8000-8000-00000000be1f");
}
