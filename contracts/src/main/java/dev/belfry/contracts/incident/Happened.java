package dev.belfry.contracts.incident;

/** What an incident event tells of. */
public enum Happened {
    TRIGGERED,
    ACKNOWLEDGED,
    UNACKNOWLEDGED,
    SNOOZED,
    UNSNOOZED,
    RESOLVED,
    REOPENED,
    SEVERITY_CHANGED,
    TITLE_CHANGED,
    ALERT_ADDED,
    NOTE_ADDED
}
