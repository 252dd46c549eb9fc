package dev.belfry.incident.insight.report;

import java.util.List;
import java.util.Locale;

/**
 * The hours of a week as they are drawn, a row a day.
 *
 * @param hours how many pages there were in each, from Monday 00:00
 */
public record HeatMap(List<Long> hours) {
    public static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int DARKEST = 4;

    public long most() {
        return hours.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    public long at(int day, int hour) {
        return hours.get(day * 24 + hour);
    }

    /** How dark the cell is, 0 to 4; what is there at all can be seen. */
    public int shade(int day, int hour) {
        long most = Math.max(DARKEST, most());
        return (int) ((at(day, hour) * DARKEST + most - 1) / most);
    }

    /** Where the cell of an hour begins. */
    public static String x(int hour) {
        return String.format(Locale.ROOT, "%.2f%%", hour * 100.0 / 24);
    }

    /** What the drawing shows, for who cannot see it. */
    public String sentence() {
        long all = hours.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "Nobody was paged";
        }
        int peak = hours.indexOf(most());
        return Said.count(all) + " pages; most on " + DAYS.get(peak / 24) + " from " + peak % 24 + ":00, " + most()
                + " of them";
    }
}
