package dev.belfry.status.component;

import java.util.Locale;

/** How a component is, best first; the words of Atlassian's public API. */
public enum ComponentStatus {
    OPERATIONAL("Operational"),
    UNDER_MAINTENANCE("Under maintenance"),
    DEGRADED_PERFORMANCE("Degraded performance"),
    PARTIAL_OUTAGE("Partial outage"),
    MAJOR_OUTAGE("Major outage");

    private final String words;

    ComponentStatus(String words) {
        this.words = words;
    }

    /** As it is said to people. */
    public String words() {
        return words;
    }

    /** As it stands in JSON and SQL. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ComponentStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    public ComponentStatus worse(ComponentStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** What an open incident of that severity does to the components that stand on its service. */
    public static ComponentStatus under(String severity) {
        return switch (severity) {
            case "sev1" -> MAJOR_OUTAGE;
            case "sev2" -> PARTIAL_OUTAGE;
            case "sev3" -> DEGRADED_PERFORMANCE;
            default -> OPERATIONAL;
        };
    }
}
