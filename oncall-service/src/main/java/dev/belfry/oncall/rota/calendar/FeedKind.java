package dev.belfry.oncall.rota.calendar;

/** Whose shifts a feed has. */
public enum FeedKind {
    USER,
    SCHEDULE,
    TEAM,
    /** Those of all schedules. */
    ALL
}
