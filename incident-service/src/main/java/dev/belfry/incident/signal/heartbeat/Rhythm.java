package dev.belfry.incident.signal.heartbeat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How often a sign of life is due: after a time, or by the lines of a crontab.
 *
 * @param period null when a schedule says it
 * @param cron null when a period says it
 * @param zone by which the schedule reads the clock
 */
public record Rhythm(@Nullable Duration period, @Nullable String cron, String zone) {
    public static final Duration SHORTEST = Duration.ofSeconds(30);
    public static final Duration LONGEST = Duration.ofDays(366);
    public static final String UTC = "UTC";

    public static Rhythm every(Duration period) {
        return new Rhythm(period, null, UTC);
    }

    /** What is wrong with it, for the one who wrote it; empty when nothing is. */
    String fault(Instant now) {
        if ((period == null) == (cron == null)) {
            return "Give either a period or a schedule.";
        }
        if (period != null && (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0)) {
            return "A period lasts between 30 seconds and 366 days.";
        }
        try {
            var zoneId = ZoneId.of(zone);
            return cron == null || Cron.parse(cron).next(now, zoneId).isPresent()
                    ? ""
                    : "That schedule never comes round.";
        } catch (DateTimeException unknown) {
            return "There is no time zone \"" + zone + "\".";
        } catch (IllegalArgumentException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    /** When the next sign of life is due after one at this time. */
    Instant next(Instant after) {
        if (cron != null) {
            return Cron.parse(cron).next(after, ZoneId.of(zone)).orElse(after.plus(LONGEST));
        }
        return after.plus(period == null ? LONGEST : period);
    }
}
