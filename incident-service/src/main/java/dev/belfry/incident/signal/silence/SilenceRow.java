package dev.belfry.incident.signal.silence;

import java.time.Instant;
import java.util.UUID;

/**
 * A silence as the console lists it.
 *
 * @param service its name, or "All services"
 * @param heldBack how many firing alerts page nobody because of it
 */
public record SilenceRow(
        UUID id,
        Silence.State state,
        String service,
        String matchers,
        String createdBy,
        String comment,
        Instant startsAt,
        Instant endsAt,
        long heldBack) {}
