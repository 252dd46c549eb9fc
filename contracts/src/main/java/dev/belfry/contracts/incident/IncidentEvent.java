package dev.belfry.contracts.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code incidents.v1}: what happened, and the full state after it.
 *
 * @param version 1, 2, 3 … without a gap; readers drop what is not newer than what they have seen
 */
public record IncidentEvent(
        Happened happened,
        long version,
        Instant at,
        Actor by,
        @Nullable String note,
        IncidentState incident) {
    public static final String TYPE = "belfry.incident.changed.v1";
}
