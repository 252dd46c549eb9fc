package dev.belfry.incident.insight.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A time in slots, as whole days (UTC) that have been added up, and what lies between them. */
record Stretches(List<Day> days, List<Rest> rests) {
    /** @param slot 0 before the first of the slots */
    record Day(LocalDate day, int slot) {}

    record Rest(Instant from, Instant until, int slot) {}

    /**
     * @param slots when each begins, in order
     * @param added the days that have been added up
     */
    static Stretches of(Instant from, Instant until, List<Instant> slots, Set<LocalDate> added) {
        var all = new Stretches(new ArrayList<>(), new ArrayList<>());
        var begin = from;
        int slot = 0;
        for (var next : slots) {
            all.fill(begin, next, slot++, added);
            begin = next;
        }
        all.fill(begin, until, slot, added);
        return all;
    }

    private void fill(Instant from, Instant until, int slot, Set<LocalDate> added) {
        var rest = from;
        for (var day = LocalDate.ofInstant(from, ZoneOffset.UTC); start(day).isBefore(until); day = day.plusDays(1)) {
            if (added.contains(day)
                    && !start(day).isBefore(from)
                    && !start(day.plusDays(1)).isAfter(until)) {
                leave(rest, start(day), slot);
                days.add(new Day(day, slot));
                rest = start(day.plusDays(1));
            }
        }
        leave(rest, until, slot);
    }

    private void leave(Instant from, Instant until, int slot) {
        if (from.isBefore(until)) {
            rests.add(new Rest(from, until, slot));
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
