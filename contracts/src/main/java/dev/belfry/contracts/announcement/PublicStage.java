package dev.belfry.contracts.announcement;

/** How far the team is, as customers are told. */
public enum PublicStage {
    INVESTIGATING,
    IDENTIFIED,
    MONITORING,
    RESOLVED
}
