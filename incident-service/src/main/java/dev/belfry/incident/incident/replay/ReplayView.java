package dev.belfry.incident.incident.replay;

import dev.belfry.contracts.alert.AlertSeverity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a draft would have done.
 *
 * @param replaces whether the draft takes the place of a rule that is on
 * @param alerts how many stored alerts it was asked about
 * @param complete false when there were more than can be asked at once: the newest were taken
 * @param pagesBefore incidents that page with the rules as they are
 * @param fewerAtNight how many pages fewer between 22 and 7 o'clock in the zone that was asked for
 * @param byDay the pages of each day in that zone
 * @param actedUpon the changed alerts whose incident a person did something about, among those shown
 * @param shown the first 100 that change, newest first
 */
public record ReplayView(
        int days,
        boolean replaces,
        int alerts,
        boolean complete,
        int changed,
        int pagesBefore,
        int pagesAfter,
        int fewerAtNight,
        List<OfService> services,
        List<OfDay> byDay,
        int actedUpon,
        List<Changed> shown,
        long tookMs) {

    /** How many pages a service would have had. */
    public record OfService(UUID id, String name, int before, int after) {}

    /** How many pages a day would have had. */
    public record OfDay(LocalDate day, int before, int after) {}

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

    /** Whether it is quick enough to be asked again with each change of the draft. */
    public boolean quick() {
        return tookMs < 1_000;
    }

    /** How many pages fewer, or more when it is negative. */
    public int fewer() {
        return pagesBefore - pagesAfter;
    }

    /** How tall the bar of so many pages is, of at most that many pixels; what is there at all can be seen. */
    public int height(int pages, int tallest) {
        var most = byDay.stream()
                .mapToInt(day -> Math.max(day.before(), day.after()))
                .max()
                .orElse(0);
        return pages == 0 ? 0 : Math.max(3, pages * tallest / most);
    }
}
