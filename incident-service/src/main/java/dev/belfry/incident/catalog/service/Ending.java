package dev.belfry.incident.catalog.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When incidents of a service end by themselves.
 *
 * @param hold how long after the last of its alerts has resolved; zero for at once
 * @param forgotten how long nothing was heard of it and nobody did anything; null for never
 */
public record Ending(Duration hold, @Nullable Duration forgotten) {
    public static final Duration LONGEST_HOLD = Duration.ofMinutes(30);
    public static final Duration SHORTEST_FORGOTTEN = Duration.ofHours(1);
    public static final Duration LONGEST_FORGOTTEN = Duration.ofDays(30);
    public static final Ending USUAL = new Ending(Duration.ZERO, null);

    /** What is wrong with it; null when nothing is. */
    public Outcome.@Nullable Invalid problem() {
        if (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0) {
            return new Outcome.Invalid(
                    "resolveHold", "A resolve is held back for at most 30 minutes; 0 for not at all.");
        }
        return forgotten != null
                        && (forgotten.compareTo(SHORTEST_FORGOTTEN) < 0 || forgotten.compareTo(LONGEST_FORGOTTEN) > 0)
                ? new Outcome.Invalid("autoResolve", "An incident resolves by itself after 1 hour to 30 days.")
                : null;
    }
}
