package dev.belfry.oncall.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns of so many hours, days, weeks or months.
 *
 * <p>Every boundary is computed from the anchor and never from the boundary before it, so a month's last day comes back
 * after a short month and nothing drifts. The anchor is a phase: turns have numbers before it too.
 */
final class CalendarTurns implements Turns {
    private final Rotation rotation;
    private final ZoneId zone;
    private final Offsets offsets;
    private final boolean elapsed;
    /** How many seconds of local time a unit has; 0 for months, which differ. */
    private final long unit;

    /** Where each turn of the pattern begins in it, in units, and at last how long the pattern is. */
    private final long[] begins;

    private final int pattern;
    private final Instant anchor;
    private final Map<ZoneOffset, int[]> weeks = new HashMap<>();

    CalendarTurns(Rotation rotation, ZoneId zone) {
        this.rotation = rotation;
        this.zone = zone;
        this.offsets = Offsets.of(zone);
        this.elapsed = rotation.unit() == RotationUnit.HOURLY && !rotation.wallAligned();
        this.unit = rotation.unit() == RotationUnit.MONTHLY
                ? 0
                : rotation.unit().calendar().getDuration().toSeconds();
        List<Integer> lengths = rotation.lengths();
        this.pattern = lengths.size();
        this.begins = new long[pattern + 1];
        for (int i = 0; i < pattern; i++) {
            begins[i + 1] = begins[i] + lengths.get(i);
        }
        this.anchor = LocalInstant.of(rotation.start(), zone);
    }

    private long units(long turn) {
        return Math.floorDiv(turn, (long) pattern) * begins[pattern] + begins[Math.floorMod(turn, pattern)];
    }

    private LocalDateTime local(long turn) {
        return rotation.start().plus(units(turn), rotation.unit().calendar());
    }

    @Override
    public Instant boundary(long turn) {
        if (elapsed) {
            return anchor.plusSeconds(units(turn) * unit);
        }
        return unit == 0
                ? LocalInstant.of(local(turn), zone)
                : offsets.instant(rotation.start().toEpochSecond(ZoneOffset.UTC) + units(turn) * unit);
    }

    @Override
    public long at(Instant instant) {
        long units = estimate(instant);
        long inside = Math.floorMod(units, begins[pattern]);
        long turn = Math.floorDiv(units, begins[pattern]) * pattern;
        for (int i = 1; begins[i] <= inside; i++) {
            turn++;
        }
        // The estimate is off by one or two near a clock change, a clamped month end, or before the anchor.
        while (boundary(turn).isAfter(instant)) {
            turn--;
        }
        while (!boundary(turn + 1).isAfter(instant)) {
            turn++;
        }
        return turn;
    }

    private long estimate(Instant instant) {
        long now = instant.getEpochSecond();
        if (elapsed) {
            return Math.floorDiv(now - anchor.getEpochSecond(), unit);
        }
        return unit == 0
                ? ChronoUnit.MONTHS.between(rotation.start(), LocalDateTime.ofInstant(instant, zone))
                : Math.floorDiv(
                        now
                                + offsets.seconds(offsets.span(now))
                                - rotation.start().toEpochSecond(ZoneOffset.UTC),
                        unit);
    }

    /** Between two clock changes the turns repeat with the weeks, so they are counted by weeks; those that touch a change one by one. */
    @Override
    public long worked(long from, long until, Windows windows) {
        long count = 0;
        long turn = from;
        while (turn < until) {
            Instant start = boundary(turn);
            int span = offsets.span(start.getEpochSecond() - 1);
            long change = offsets.end(span);
            long last = rotation.unit().week() == 0 ? turn : change == Long.MAX_VALUE ? until : before(change);
            if (last > turn) {
                long end = Math.min(last, until);
                count += byWeeks(turn, end, ZoneOffset.ofTotalSeconds(offsets.seconds(span)), windows);
                turn = end;
            } else {
                count += windows.touch(start, boundary(turn + 1)) ? 1 : 0;
                turn++;
            }
        }
        return count;
    }

    /** The last turn that begins before this instant; the ones before it end before it. */
    private long before(long change) {
        return at(Instant.ofEpochSecond(change - 1));
    }

    private long byWeeks(long from, long until, ZoneOffset offset, Windows windows) {
        int[] week = weeks.computeIfAbsent(elapsed ? offset : ZoneOffset.UTC, key -> week(offset, windows));
        return upTo(until, week) - upTo(from, week);
    }

    private static long upTo(long turn, int[] week) {
        int size = week.length - 1;
        return Math.floorDiv(turn, size) * week[size] + week[Math.floorMod(turn, size)];
    }

    /** How many turns before each, and at last of all, of a whole number of weeks are worked when no clock changes. */
    private int[] week(ZoneOffset offset, Windows windows) {
        long week = rotation.unit().week();
        long together = begins[pattern] / gcd(begins[pattern], week) * week;
        int[] worked = new int[(int) (together / begins[pattern] * pattern) + 1];
        for (int turn = 0; turn < worked.length - 1; turn++) {
            worked[turn + 1] = worked[turn] + (windows.touch(nominal(turn, offset), nominal(turn + 1, offset)) ? 1 : 0);
        }
        return worked;
    }

    private LocalDateTime nominal(long turn, ZoneOffset offset) {
        return elapsed ? LocalDateTime.ofInstant(anchor, offset).plus(Duration.ofHours(units(turn))) : local(turn);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
