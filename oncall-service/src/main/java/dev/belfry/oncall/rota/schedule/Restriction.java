package dev.belfry.oncall.rota.schedule;

import java.time.DayOfWeek;
import java.util.List;

/**
 * A window of the week in local time, on each of the days from {@code from} until just before {@code to}, both in seconds
 * of the day; one that ends before it begins ends on the next day.
 */
public record Restriction(List<DayOfWeek> days, int from, int to) {
    static final int DAY = 86_400;

    public Restriction {
        days = List.copyOf(days);
        if (from == to || from < 0 || from >= DAY || to < 0 || to > DAY || days.isEmpty()) {
            throw new IllegalArgumentException("a window has a length and lies in a day");
        }
    }
}
