package dev.belfry.contracts.incident;

/** Whom somebody wants to be asked. */
public enum RequestedParty {
    POLICY,
    USER,
    TEAM,
    SCHEDULE,
    /** Whichever of these has the name. */
    ANY
}
