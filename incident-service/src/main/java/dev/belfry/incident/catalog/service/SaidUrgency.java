package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.incident.Urgency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How urgent an incident was said to be, whatever its severity.
 *
 * @param why as in {@code outside support hours 09:00–17:00 Mon–Fri Europe/Berlin}
 * @param raisedAt when it may not wait any more; null when nothing but a person raises it
 */
public record SaidUrgency(
        Urgency urgency, String why, @Nullable Instant raisedAt) {}
