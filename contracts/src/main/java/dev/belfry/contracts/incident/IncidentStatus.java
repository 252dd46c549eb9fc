package dev.belfry.contracts.incident;

/** Where an incident stands. */
public enum IncidentStatus {
    TRIGGERED,
    ACKNOWLEDGED,
    SNOOZED,
    RESOLVED
}
