package dev.belfry.oncall.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the final schedule, half-open, with the person on call in it or nobody.
 *
 * <p>Its ends are those of the schedule and never those of a question about it; {@link Instant#MIN} and {@link
 * Instant#MAX} stand for "always has been" and "as far as is known".
 */
public record Shift(
        Instant start,
        Instant end,
        @Nullable UUID user,
        @Nullable UUID override) {}
