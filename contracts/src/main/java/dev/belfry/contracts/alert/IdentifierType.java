package dev.belfry.contracts.alert;

/** By what a command names its alert. */
public enum IdentifierType {
    /** Belfry's id. */
    ID,
    /** The dedup key of the open alert of the same integration. */
    ALIAS,
    /** The short number. */
    TINY
}
