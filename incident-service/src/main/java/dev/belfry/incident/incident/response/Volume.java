package dev.belfry.incident.incident.response;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What came in the last 24 hours, hour by hour, as it is drawn. */
public record Volume(List<Hour> hours) {
    static final Duration HOUR = Duration.ofHours(1);
    /** An hour is counted no further. */
    static final int MOST = 20_000;

    private static final int HOURS = 24;
    private static final int TALLEST = 84;

    /**
     * One hour.
     *
     * @param alerts that began in it
     * @param incidents that were opened in it
     * @param byAlerts those of them that an alert opened
     */
    public record Hour(Instant begin, long alerts, long incidents, long byAlerts) {}

    public Volume {
        hours = List.copyOf(hours);
    }

    /** The beginnings of 24 whole hours, of which the last is under way. */
    static List<Instant> begins(Instant now) {
        var last = now.truncatedTo(ChronoUnit.HOURS);
        return IntStream.range(0, HOURS)
                .mapToObj(hour -> last.minus(HOUR.multipliedBy(HOURS - 1L - hour)))
                .toList();
    }

    public long alerts() {
        return hours.stream().mapToLong(Hour::alerts).sum();
    }

    public long incidents() {
        return hours.stream().mapToLong(Hour::incidents).sum();
    }

    /** Alerts that opened no incident: they joined an open one, or were silenced. */
    public long grouped() {
        return Math.max(0, alerts() - hours.stream().mapToLong(Hour::byAlerts).sum());
    }

    /** A figure; one that was not counted to its end says so. */
    public String words(long count) {
        var full = hours.stream().anyMatch(hour -> hour.alerts() >= MOST) && count >= MOST;
        return String.format(Locale.ROOT, "%,d", count) + (full ? "+" : "");
    }

    /** How tall the bar of so many is, in pixels; what is there at all can be seen. */
    public int height(long count) {
        long most = hours.stream()
                .mapToLong(hour -> Math.max(hour.alerts(), hour.incidents()))
                .max()
                .orElse(0);
        return count == 0 ? 0 : (int) Math.max(3, count * TALLEST / most);
    }

    /** Where the bar of an hour begins, in per cent of the width. */
    public String x(int hour) {
        return String.format(Locale.ROOT, "%.2f%%", hour * 100.0 / HOURS + 0.4);
    }

    /** What the drawing shows, for who cannot see it. */
    public String sentence() {
        return words(alerts()) + " alerts and " + words(incidents()) + " incidents in the last 24 hours";
    }
}
