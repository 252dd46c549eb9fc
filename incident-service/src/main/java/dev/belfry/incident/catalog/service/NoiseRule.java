package dev.belfry.incident.catalog.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a service is noisy, so that one incident pages instead of many.
 *
 * @param flapChanges an alert that fires and resolves so often, each counted, flaps; 0 for never
 * @param flapMinutes within how many minutes
 * @param stormIncidents more new incidents than this within a minute are a storm; 0 for never
 */
public record NoiseRule(int flapChanges, int flapMinutes, int stormIncidents) {
    public static final NoiseRule USUAL = new NoiseRule(4, 15, 20);
    public static final NoiseRule NONE = new NoiseRule(0, 15, 0);
    private static final int FEWEST_CHANGES = 3;
    public static final int MOST_CHANGES = 20;
    private static final int LONGEST = 24 * 60;
    private static final int FEWEST_INCIDENTS = 5;
    private static final int MOST_INCIDENTS = 10_000;

    /** What is wrong with it; null when nothing is. */
    public Outcome.@Nullable Invalid problem() {
        if (flapChanges != 0 && (flapChanges < FEWEST_CHANGES || flapChanges > MOST_CHANGES)) {
            return new Outcome.Invalid("noise/flapChanges", "An alert flaps after 3 to 20 changes; 0 turns this off.");
        }
        if (flapMinutes < 1 || flapMinutes > LONGEST) {
            return new Outcome.Invalid("noise/flapMinutes", "Changes are counted within 1 to 1440 minutes.");
        }
        return stormIncidents != 0 && (stormIncidents < FEWEST_INCIDENTS || stormIncidents > MOST_INCIDENTS)
                ? new Outcome.Invalid(
                        "noise/stormIncidents",
                        "A storm is more than 5 to 10000 incidents in a minute; 0 turns this off.")
                : null;
    }

    /** How long an alert has to be quiet until it flaps no more. */
    public Duration flapWithin() {
        return Duration.ofMinutes(flapMinutes);
    }
}
