package dev.belfry.status.publication;

import dev.belfry.status.component.ComponentStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the history: one thing that happened.
 *
 * @param id as in its address
 * @param look how bad it was
 * @param until null while it goes on
 * @param said the newest words about it
 */
public record Entry(
        String id,
        String title,
        ComponentStatus look,
        Instant from,
        @Nullable Instant until,
        String said) {
    public boolean isMaintenance() {
        return look == ComponentStatus.UNDER_MAINTENANCE;
    }
}
