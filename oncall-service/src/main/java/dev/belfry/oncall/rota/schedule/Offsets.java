package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clock changes of a zone as a table: the rules answer the same, but compute every year anew, and whoever asks who is on
 * call asks for many.
 */
final class Offsets {
    /** Nobody asks about a later time. */
    private static final Instant END = Instant.parse("2210-01-01T00:00:00Z");

    private static final Map<ZoneId, Offsets> ZONES = new ConcurrentHashMap<>();

    private final long[] changes;
    /** The offset before the first change, then after each. */
    private final int[] seconds;

    private Offsets(ZoneRules rules) {
        List<ZoneOffsetTransition> found = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(Instant.MIN);
        while (next != null && next.getInstant().isBefore(END)) {
            found.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        changes = new long[found.size()];
        seconds = new int[found.size() + 1];
        seconds[0] = rules.getOffset(Instant.MIN).getTotalSeconds();
        for (int i = 0; i < changes.length; i++) {
            changes[i] = found.get(i).toEpochSecond();
            seconds[i + 1] = found.get(i).getOffsetAfter().getTotalSeconds();
        }
    }

    static Offsets of(ZoneId zone) {
        return ZONES.computeIfAbsent(zone, same -> new Offsets(same.getRules()));
    }

    /** The number of the span of one offset that this second lies in. */
    int span(long epochSecond) {
        int found = Arrays.binarySearch(changes, epochSecond);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * The same as {@link LocalInstant#of}.
     *
     * @param local seconds of the local time, as if it were UTC
     */
    Instant instant(long local) {
        // No offset reaches a day, so this span is the right one or one before it: the first whose local time is not
        // over.
        int span = span(local - Restriction.DAY);
        while (span < changes.length && local >= changes[span] + seconds[span]) {
            span++;
        }
        return Instant.ofEpochSecond(Math.max(local - seconds[span], begin(span)));
    }

    int seconds(int span) {
        return seconds[span];
    }

    /** When the span begins; the least long for the first. */
    long begin(int span) {
        return span == 0 ? Long.MIN_VALUE : changes[span - 1];
    }

    /** When the next span begins; the greatest long when there is none. */
    long end(int span) {
        return span == changes.length ? Long.MAX_VALUE : changes[span];
    }
}
