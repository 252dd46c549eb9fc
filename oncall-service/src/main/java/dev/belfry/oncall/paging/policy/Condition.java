package dev.belfry.oncall.paging.policy;

import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a step is for an incident; what is absent or empty does not matter.
 *
 * @param severities one of these
 * @param hours when the step fires, not when the incident began
 */
public record Condition(
        List<IncidentSeverity> severities,
        @Nullable Urgency urgency,
        @Nullable Hours hours) {
    public Condition {
        severities = severities == null ? List.of() : List.copyOf(severities);
    }

    /**
     * Why it does not hold.
     *
     * @param wanted what it is for instead
     */
    public record Unmet(FactReason reason, String wanted) {}

    /** Null when it holds. */
    public @Nullable Unmet unmet(IncidentSeverity severity, Urgency how, Instant at) {
        if (!severities.isEmpty() && !severities.contains(severity)) {
            return new Unmet(FactReason.OTHER_SEVERITY, list());
        }
        if (urgency != null && urgency != how) {
            return new Unmet(FactReason.OTHER_URGENCY, word(urgency) + " urgency");
        }
        return hours == null || hours.contains(at) ? null : new Unmet(FactReason.OTHER_HOURS, hours.words());
    }

    /** Whether another severity could change what it says. */
    boolean weighsSeverity() {
        return urgency != null || !severities.isEmpty();
    }

    /** {@code only for SEV1, SEV2; high urgency}. */
    public String words() {
        StringBuilder words = new StringBuilder(severities.isEmpty() ? "" : list());
        if (urgency != null) {
            words.append(words.isEmpty() ? "" : ", ").append(word(urgency)).append(" urgency");
        }
        if (hours != null) {
            words.append(words.isEmpty() ? "" : ", ").append(hours.words());
        }
        return words.isEmpty() ? "always" : "only " + words;
    }

    private String list() {
        return severities.stream().map(Condition::word).collect(Collectors.joining(", "));
    }

    private static String word(IncidentSeverity severity) {
        return severity.name();
    }

    private static String word(Urgency urgency) {
        return urgency.name().toLowerCase(Locale.ROOT);
    }
}
