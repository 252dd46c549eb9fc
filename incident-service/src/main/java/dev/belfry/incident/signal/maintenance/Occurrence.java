package dev.belfry.incident.signal.maintenance;

import java.time.Instant;

/** One time at which a window is open. */
public record Occurrence(Instant startsAt, Instant endsAt) {}
