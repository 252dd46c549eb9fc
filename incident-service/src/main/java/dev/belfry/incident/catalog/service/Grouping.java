package dev.belfry.incident.catalog.service;

/** Which alerts of a service have one cause and share an incident. */
public enum Grouping {
    /** Each alert has an incident of its own: one per dedup key. */
    ALERT,
    /** Everything that is open about the service is one incident. */
    SERVICE,
    /** Alerts with the same values in some fields share one. */
    FIELDS
}
