package dev.belfry.contracts.heartbeat;

import java.time.Instant;

/**
 * A record of {@code alerts.v1}, in each of its partitions every five seconds: up to this time everything that was
 * accepted is before this record. Silence is measured by it: where ticks are missing, Belfry was deaf and nobody else
 * is to blame.
 */
public record IntakeTick(Instant at) {
    public static final String TYPE = "belfry.intake.tick.v1";
}
