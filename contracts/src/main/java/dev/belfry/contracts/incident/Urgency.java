package dev.belfry.contracts.incident;

/** Whether an incident may wait. */
public enum Urgency {
    HIGH,
    LOW;

    /** Where nobody has said it: SEV1 and SEV2 may not, which are what senders call critical and error. */
    public static Urgency of(IncidentSeverity severity) {
        return severity.compareTo(IncidentSeverity.SEV2) <= 0 ? HIGH : LOW;
    }
}
