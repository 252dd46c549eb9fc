package dev.belfry.incident.incident.lifecycle;

/** How much an incident is to be taken at its word. */
public enum Nature {
    REAL,
    /** Somebody tries things out: it pages only them, ends by itself and counts nowhere. */
    TEST,
    /** It was written down when it was over: it has paged nobody. */
    AFTERWARDS
}
