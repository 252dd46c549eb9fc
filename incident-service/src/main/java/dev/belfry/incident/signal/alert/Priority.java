package dev.belfry.incident.signal.alert;

import dev.belfry.contracts.alert.AlertSeverity;

/** Opsgenie's five priorities, beside the four words for how bad an alert is. */
public final class Priority {
    private Priority() {}

    /** How bad an alert of this priority is; what is no priority counts as P3, as with Opsgenie. */
    public static AlertSeverity severity(String priority) {
        return switch (priority) {
            case "P1" -> AlertSeverity.CRITICAL;
            case "P2" -> AlertSeverity.ERROR;
            case "P4", "P5" -> AlertSeverity.INFO;
            default -> AlertSeverity.WARNING;
        };
    }
}
