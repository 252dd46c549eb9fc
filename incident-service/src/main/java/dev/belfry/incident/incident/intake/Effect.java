package dev.belfry.incident.incident.intake;

/** What became of a signal, for counting. */
enum Effect {
    BEGUN,
    REPEATED,
    RESOLVED,
    ACKNOWLEDGED,
    STALE,
    UNKNOWN_KEY,
    SILENCED,
    MAINTENANCE,
    SUPPRESSED,
    PAUSED,
    COUNTED,
    TRANSIENT,
    RELEASED,
    EXPIRED
}
