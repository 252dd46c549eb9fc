package dev.belfry.contracts.announcement;

/** How much customers feel of it. */
public enum PublicImpact {
    NONE,
    MINOR,
    MAJOR,
    CRITICAL
}
