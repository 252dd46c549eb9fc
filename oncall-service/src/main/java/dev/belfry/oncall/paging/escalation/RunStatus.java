package dev.belfry.oncall.paging.escalation;

/** Whether an escalation still climbs. */
public enum RunStatus {
    RUNNING,
    /** Somebody acknowledged, resolved or snoozed the incident. */
    STOPPED,
    /** Every repeat has been climbed and nobody answered. */
    EXHAUSTED
}
