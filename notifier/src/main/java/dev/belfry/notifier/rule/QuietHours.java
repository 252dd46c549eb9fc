package dev.belfry.notifier.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Between when somebody is not paged for what can wait; urgent pages know no quiet hours.
 *
 * @param from inclusive, by the person's own clock
 * @param to exclusive; before {@code from} when the night is between
 */
public record QuietHours(LocalTime from, LocalTime to) {
    private static final String CLOCK = "([01]\\d|2[0-3]):[0-5]\\d";

    /** Null when these are no two different times such as 22:00 and 07:30. */
    public static @Nullable QuietHours read(String from, String to) {
        return from.matches(CLOCK) && to.matches(CLOCK) && !from.equals(to)
                ? new QuietHours(LocalTime.parse(from), LocalTime.parse(to))
                : null;
    }

    /** How long something that would go out then is held; zero outside the quiet hours. */
    public Duration hold(Instant at, ZoneId zone) {
        var there = at.atZone(zone);
        var time = there.toLocalTime();
        boolean overnight = !from.isBefore(to);
        boolean within =
                overnight ? !time.isBefore(from) || time.isBefore(to) : !time.isBefore(from) && time.isBefore(to);
        if (!within) {
            return Duration.ZERO;
        }
        var day = overnight && !time.isBefore(from) ? there.toLocalDate().plusDays(1) : there.toLocalDate();
        return Duration.between(at, day.atTime(to).atZone(zone).toInstant());
    }
}
