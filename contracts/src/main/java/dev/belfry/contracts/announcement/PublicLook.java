package dev.belfry.contracts.announcement;

/** How a component of a status page looks, best first. */
public enum PublicLook {
    OPERATIONAL,
    UNDER_MAINTENANCE,
    DEGRADED_PERFORMANCE,
    PARTIAL_OUTAGE,
    MAJOR_OUTAGE
}
