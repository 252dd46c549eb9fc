package dev.belfry.status.publication;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and lengths of time as they stand on a page before a browser puts them into its reader's zone. */
public final class Moments {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);
    private static final DateTimeFormatter SPAN = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.UK);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

    private final ZoneId zone;

    public Moments(ZoneId zone) {
        this.zone = zone;
    }

    /** 22 Oct 2026, 14:32. */
    public String full(Instant time) {
        return FULL.format(time.atZone(zone));
    }

    /** 22 October. */
    public String day(Instant time) {
        return DAY.format(time.atZone(zone));
    }

    /** 14:32. */
    public String clock(Instant time) {
        return CLOCK.format(time.atZone(zone));
    }

    /** Sun 25 Oct, 04:00 to 05:30. */
    public String span(Instant from, Instant until) {
        var begin = from.atZone(zone);
        var end = until.atZone(zone);
        var sameDay = begin.toLocalDate().equals(end.toLocalDate());
        return SPAN.format(begin) + " to " + (sameDay ? CLOCK : SPAN).format(end);
    }

    /** How long something took, in the two largest units. */
    public static String length(Duration length) {
        if (length.toMinutes() < 1) {
            return "less than a minute";
        }
        if (length.toHours() < 1) {
            return length.toMinutes() + " min";
        }
        if (length.toDays() < 1) {
            return length.toHours() + " h" + more(length.toMinutesPart(), " min");
        }
        return length.toDays() + " d" + more(length.toHoursPart(), " h");
    }

    private static String more(int number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
