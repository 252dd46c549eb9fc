package dev.belfry.contracts.heartbeat;

/** What a ping says. */
public enum PingKind {
    SUCCESS,
    START,
    FAIL,
    /** Only to be kept: it changes nothing. */
    LOG
}
