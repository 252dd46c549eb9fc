package dev.belfry.incident.incident.overview;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of a service in the last 30 days.
 *
 * @param acknowledged how many somebody acknowledged
 * @param median how long half of the resolved ones took at most; null when none was resolved
 */
public record Month(
        long incidents, long acknowledged, @Nullable Duration median) {

    /** "31 min", "2 h 5 min", "3 d 4 h". */
    public String took() {
        if (median == null) {
            return "—";
        }
        if (median.toMinutes() < 1) {
            return median.toSeconds() + " s";
        }
        if (median.toHours() < 1) {
            return median.toMinutes() + " min";
        }
        return median.toDays() < 1
                ? median.toHours() + " h " + median.toMinutesPart() + " min"
                : median.toDays() + " d " + median.toHoursPart() + " h";
    }
}
