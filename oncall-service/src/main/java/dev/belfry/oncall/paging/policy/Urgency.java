package dev.belfry.oncall.paging.policy;

import dev.belfry.contracts.incident.IncidentSeverity;

/** Whether an incident may wait. */
public enum Urgency {
    HIGH,
    LOW;

    /** SEV1 and SEV2 are what senders call critical and error. */
    public static Urgency of(IncidentSeverity severity) {
        return severity.compareTo(IncidentSeverity.SEV2) <= 0 ? HIGH : LOW;
    }
}
