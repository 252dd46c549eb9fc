package dev.belfry.incident.learning.postmortem;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be counted of an incident.
 *
 * @param acknowledgedAt when somebody first had it; null when nobody did
 * @param resolvedAt null while it is open
 * @param pages how many messages reached a provider
 * @param paged how many people they were for
 */
public record Figures(
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant resolvedAt,
        int alerts,
        int pages,
        int paged) {

    /** From the first alert to the end; null while it is open. */
    public @Nullable Duration duration() {
        return resolvedAt == null ? null : Duration.between(openedAt, resolvedAt);
    }

    /** From the first alert until somebody had it; null when nobody did. */
    public @Nullable Duration toAcknowledge() {
        return acknowledgedAt == null ? null : Duration.between(openedAt, acknowledgedAt);
    }

    /** "47 min", "1 h 10 min", "2 d 3 h", "12 s"; "–" for null. */
    public static String said(@Nullable Duration time) {
        if (time == null) {
            return "–";
        }
        if (time.toDays() > 0) {
            return time.toDays() + " d" + rest(time.toHoursPart(), " h");
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h" + rest(time.toMinutesPart(), " min");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String rest(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }
}
