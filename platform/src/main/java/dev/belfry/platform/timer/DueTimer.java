package dev.belfry.platform.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A timer that is due.
 *
 * @param now the database's clock when it was claimed
 */
public record DueTimer(UUID id, String kind, UUID ref, int cycle, int step, int repeat, Instant dueAt, Instant now) {
    public Duration lateness() {
        return Duration.between(dueAt, now);
    }
}
