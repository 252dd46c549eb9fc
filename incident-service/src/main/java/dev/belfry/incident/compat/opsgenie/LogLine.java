package dev.belfry.incident.compat.opsgenie;

import java.time.Instant;
import java.util.UUID;

/**
 * A line of an alert's log.
 *
 * @param seq its place; 0 until it is written
 * @param kind {@code note}, {@code acknowledge}, {@code close} or {@code change}
 * @param owner who did it, in the sender's words
 */
record LogLine(long seq, UUID alertId, Instant at, String kind, String owner, String text) {}
