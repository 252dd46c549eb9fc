package dev.belfry.oncall.rota.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The instants whose local time lies in one of the restrictions: a doubled hour counts twice, a skipped one not at all.
 * Without restrictions that is all the time.
 */
final class Windows {
    private static final long WEEK = 7L * Restriction.DAY;
    /** 1970-01-01 was a Thursday: the second of the week at the epoch, counted from Monday. */
    private static final long EPOCH = 3L * Restriction.DAY;

    private final Offsets offsets;
    private final boolean always;
    /** The windows of a week in seconds from Monday, apart and in order: begin, end, begin, end … */
    private final long[] edges;

    Windows(List<Restriction> restrictions, Offsets offsets) {
        this.offsets = offsets;
        SortedMap<Long, Integer> steps = new TreeMap<>();
        for (Restriction restriction : restrictions) {
            for (DayOfWeek day : restriction.days()) {
                long begin = (day.getValue() - 1L) * Restriction.DAY + restriction.from();
                long length = (long) restriction.to() - restriction.from();
                long end = begin + (length < 0 ? length + Restriction.DAY : length);
                step(steps, begin, Math.min(end, WEEK));
                if (end > WEEK) {
                    step(steps, 0, end - WEEK);
                }
            }
        }
        this.edges = merge(steps);
        this.always = restrictions.isEmpty() || (edges.length == 2 && edges[0] == 0 && edges[1] == WEEK);
    }

    private static void step(Map<Long, Integer> steps, long begin, long end) {
        steps.merge(begin, 1, Integer::sum);
        steps.merge(end, -1, Integer::sum);
    }

    private static long[] merge(SortedMap<Long, Integer> steps) {
        long[] found = new long[steps.size()];
        int size = 0;
        int depth = 0;
        for (Map.Entry<Long, Integer> step : steps.entrySet()) {
            int after = depth + step.getValue();
            if ((depth == 0) != (after == 0)) {
                found[size++] = step.getKey();
            }
            depth = after;
        }
        return Arrays.copyOf(found, size);
    }

    /** A stretch of time that lies wholly inside or wholly outside; the next one may be of the same kind. */
    record Stretch(boolean inside, Instant start, Instant end) {}

    Stretch at(Instant instant) {
        if (always) {
            return new Stretch(true, Instant.MIN, Instant.MAX);
        }
        long now = instant.getEpochSecond();
        int span = offsets.span(now);
        long second = Math.floorMod(now + offsets.seconds(span) + EPOCH, WEEK);
        int edge = 0;
        while (edge < edges.length && edges[edge] <= second) {
            edge++;
        }
        long before = edge == 0 ? 0 : edges[edge - 1];
        long after = edge == edges.length ? WEEK : edges[edge];
        Instant start = Instant.ofEpochSecond(Math.max(now - (second - before), offsets.begin(span)));
        Instant end = Instant.ofEpochSecond(Math.min(now + (after - second), offsets.end(span)));
        return new Stretch(edge % 2 == 1, start, end);
    }

    /** Whether any instant from {@code start} until just before {@code end} is inside. */
    boolean touch(Instant start, Instant end) {
        Instant next = start;
        while (next.isBefore(end)) {
            Stretch stretch = at(next);
            if (stretch.inside) {
                return true;
            }
            next = stretch.end;
        }
        return false;
    }

    /** The same between two local times with no clock change between them. */
    boolean touch(LocalDateTime start, LocalDateTime end) {
        long from = start.toEpochSecond(ZoneOffset.UTC);
        long length = end.toEpochSecond(ZoneOffset.UTC) - from;
        if (always || length >= WEEK) {
            return length > 0;
        }
        long second = Math.floorMod(from + EPOCH, WEEK);
        for (int i = 0; i < edges.length; i += 2) {
            boolean thisWeek = edges[i] < second + length && edges[i + 1] > second;
            boolean nextWeek = edges[i] + WEEK < second + length;
            if (length > 0 && (thisWeek || nextWeek)) {
                return true;
            }
        }
        return false;
    }
}
