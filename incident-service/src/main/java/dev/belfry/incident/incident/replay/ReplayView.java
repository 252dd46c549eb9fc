package dev.belfry.incident.incident.replay;

import dev.belfry.contracts.alert.AlertSeverity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a draft would have done.
 *
 * @param alerts how many stored alerts it was asked about
 * @param complete false when there were more than can be asked at once: the newest were taken
 * @param pagesBefore incidents that page with the rules as they are
 * @param actedUpon the changed alerts whose incident a person did something about, among those shown
 * @param shown the first 100 that change, newest first
 */
public record ReplayView(
        int days,
        int alerts,
        boolean complete,
        int changed,
        int pagesBefore,
        int pagesAfter,
        List<OfService> services,
        int actedUpon,
        List<Changed> shown,
        long tookMs) {

    /** How many pages a service would have had. */
    public record OfService(UUID id, String name, int before, int after) {}

    /** How an alert stands. */
    public record State(AlertSeverity severity, String title, String service, boolean pages) {}

    /**
     * An alert that would have come out otherwise.
     *
     * @param number of its incident
     * @param actedUpon whether a person did something about that incident
     */
    public record Changed(
            UUID alert, Instant at, @Nullable Long number, boolean actedUpon, State before, State after) {}

    /** How many pages fewer, or more when it is negative. */
    public int fewer() {
        return pagesBefore - pagesAfter;
    }
}
