package dev.belfry.incident.insight.text;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An earlier incident that is like another.
 *
 * @param why {@code alert}: of the same service by the same alert; {@code words}: its title has the same words
 * @param seconds how long it took; null while it is open
 */
public record Similar(
        UUID id,
        long number,
        String title,
        String service,
        String why,
        Instant openedAt,
        @Nullable Integer seconds) {}
