package dev.belfry.incident.signal.heartbeat;

/** How a heartbeat stands. */
public enum HeartbeatState {
    /** It was never pinged: nothing is awaited yet. */
    NEW,
    /** A run has begun and not ended. */
    STARTED,
    UP,
    /** The sign of life is due, and its grace is not over. */
    LATE,
    /** It was silent for too long, or said that it failed. */
    DOWN,
    /** A person wants to hear nothing of it. */
    PAUSED
}
