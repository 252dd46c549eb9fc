package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.incident.Urgency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How urgent the incidents of a service are when alerts open them.
 *
 * @param hours only for {@code HOURS}
 */
public record UrgencyRule(By by, @Nullable SupportHours hours) {
    public static final UrgencyRule USUAL = new UrgencyRule(By.SEVERITY, null);

    /** What it depends on. */
    public enum By {
        /** SEV1 and SEV2 may not wait. */
        SEVERITY,
        HIGH,
        LOW,
        HOURS
    }

    /** What is wrong with it; null when nothing is. */
    public Outcome.@Nullable Invalid problem() {
        if (by == By.HOURS) {
            return hours == null
                    ? new Outcome.Invalid("urgency/hours", "Say when the support hours are.")
                    : hours.problem();
        }
        return hours == null
                ? null
                : new Outcome.Invalid("urgency/hours", "Support hours are only for urgency by hours: leave them out.");
    }

    /** What is said of an incident that opens at that time; null when it follows the severity. */
    public @Nullable SaidUrgency at(Instant now) {
        return switch (by) {
            case SEVERITY -> null;
            case HIGH -> new SaidUrgency(Urgency.HIGH, "every incident of the service is", null);
            case LOW -> new SaidUrgency(Urgency.LOW, "every incident of the service is", null);
            case HOURS -> hours == null ? null : within(hours, now);
        };
    }

    private static SaidUrgency within(SupportHours hours, Instant now) {
        return hours.contains(now)
                ? new SaidUrgency(Urgency.HIGH, "within support hours " + hours.inWords(), null)
                : new SaidUrgency(
                        Urgency.LOW,
                        "outside support hours " + hours.inWords(),
                        hours.raises() ? hours.nextBegin(now) : null);
    }
}
