package dev.belfry.status.component;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A part of a service that customers know by name.
 *
 * @param set what a person set
 * @param status how it looks: the worst of what was set, what its services' open incidents say, and what is posted
 * @param services while one of these has an open incident, the component shows it
 */
public record Component(
        UUID id,
        long version,
        UUID statusPage,
        String name,
        String description,
        int position,
        ComponentStatus set,
        ComponentStatus status,
        List<UUID> services,
        Instant createdAt,
        Instant updatedAt) {}
