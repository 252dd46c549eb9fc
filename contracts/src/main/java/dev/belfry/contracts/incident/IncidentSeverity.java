package dev.belfry.contracts.incident;

/** How bad an incident is, worst first. */
public enum IncidentSeverity {
    SEV1,
    SEV2,
    SEV3,
    SEV4,
    SEV5
}
