package dev.belfry.oncall.rota.planner;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times are said to people who look at a schedule: days by name, years only where they matter. */
final class Times {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter BOTH = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private Times() {}

    static String day(Instant instant, ZoneId zone) {
        return known(instant) ? DAY.format(instant.atZone(zone)) : "always";
    }

    static String clock(Instant instant, ZoneId zone) {
        return CLOCK.format(instant.atZone(zone));
    }

    static String at(Instant instant, ZoneId zone) {
        return known(instant) ? BOTH.format(instant.atZone(zone)) : "further notice";
    }

    /** For what may lie in another year. */
    static String withYear(Instant instant, ZoneId zone) {
        return YEAR.format(instant.atZone(zone));
    }

    /** "today 18:00", "tomorrow 08:00", "Mon 26 Oct 09:00". */
    static String near(Instant instant, ZoneId zone, Instant now) {
        if (!known(instant)) {
            return "further notice";
        }
        LocalDate day = LocalDate.ofInstant(instant, zone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        return day.equals(today)
                ? "today " + clock(instant, zone)
                : day.equals(today.plusDays(1)) ? "tomorrow " + clock(instant, zone) : at(instant, zone);
    }

    /** "09:00 to 18:00"; the day of the end is named unless it is the same, or the night that follows. */
    static String span(Instant start, Instant end, ZoneId zone) {
        String from = known(start) ? clock(start, zone) : "always";
        if (!known(end)) {
            return from + " until further notice";
        }
        LocalDateTime begins = LocalDateTime.ofInstant(start, zone);
        LocalDateTime ends = LocalDateTime.ofInstant(end, zone);
        boolean night = ends.toLocalDate().equals(begins.toLocalDate().plusDays(1))
                && ends.toLocalTime().isBefore(begins.toLocalTime());
        boolean near = ends.toLocalDate().equals(begins.toLocalDate()) || night;
        return from + " to " + (near ? clock(end, zone) : at(end, zone));
    }

    static String length(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes >= 48 * 60 && minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + " days";
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /** As a field for a date and a time takes it. */
    static String field(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone).withSecond(0).withNano(0).toString();
    }

    static boolean known(Instant instant) {
        return instant.isAfter(Instant.MIN) && instant.isBefore(Instant.MAX);
    }
}
