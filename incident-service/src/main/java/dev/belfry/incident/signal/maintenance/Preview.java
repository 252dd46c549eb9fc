package dev.belfry.incident.signal.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a window would do, before it is saved.
 *
 * @param occurrences the next ones
 * @param incidents open ones with an alert that the window is meant for: they keep paging
 * @param alerts how many alerts of the last days it would have held back, had it been open when they began
 * @param complete whether all alerts of these days were looked at
 * @param newest the latest of them
 */
public record Preview(
        List<Occurrence> occurrences, List<Open> incidents, int alerts, boolean complete, List<Past> newest) {
    public static final int DAYS = 7;
    static final int OCCURRENCES = 5;
    static final int INCIDENTS = 50;
    static final int NEWEST = 20;

    /** An incident that goes on. */
    public record Open(UUID id, long number, String title, String severity) {}

    /** An alert that would have paged nobody. */
    public record Past(UUID id, UUID service, String summary, Instant firstSeen) {}
}
