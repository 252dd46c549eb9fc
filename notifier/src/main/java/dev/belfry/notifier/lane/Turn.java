package dev.belfry.notifier.lane;

import dev.belfry.notifier.delivery.Priority;
import java.util.UUID;

/**
 * A contact method that waits for its turn in a lane. It has one entry however much is due through it, so that a person
 * with a thousand pages stands in line once.
 *
 * @param retry nothing is due through it but what was tried before
 */
public record Turn(UUID method, Priority priority, boolean retry) {
    public Turn(UUID method, Priority priority) {
        this(method, priority, false);
    }
}
