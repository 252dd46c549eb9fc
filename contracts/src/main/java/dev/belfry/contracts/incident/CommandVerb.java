package dev.belfry.contracts.incident;

/** What may be asked of an incident over {@code commands.v1}. */
public enum CommandVerb {
    ACKNOWLEDGE,
    RESOLVE
}
