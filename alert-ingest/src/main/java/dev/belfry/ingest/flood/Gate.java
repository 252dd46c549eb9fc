package dev.belfry.ingest.flood;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says of one integration whether it sends more than its quota, and what it has said lately while it did.
 *
 * <p>A token bucket: a token for each request, so many new ones a second, at most ten seconds' worth. Over the quota a
 * request is not refused: what repeats something that was said within the last minute may wait for the others like it.
 * Times are nanoseconds of the monotonic clock; may be used by several threads.
 */
final class Gate {
    private static final long SECOND = 1_000_000_000L;
    private static final long MEMORY = 60 * SECOND;
    private static final int BURST_SECONDS = 10;
    private static final int MOST_REMEMBERED = 10_000;

    private final int perSecond;
    private double tokens;
    private long refilled;
    private long second;
    private int inThisSecond;
    private int inLastSecond;
    /** What was said while over the quota, and when; the oldest first. */
    private final Map<Object, Long> said = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Gate(int perSecond, long now) {
        this.perSecond = perSecond;
        this.tokens = perSecond * (double) BURST_SECONDS;
        this.refilled = now;
        this.second = now / SECOND;
    }

    int quota() {
        return perSecond;
    }

    /** Whether nothing has come for so long that nothing it remembers matters. */
    synchronized boolean isIdle(long now) {
        return now - refilled > MEMORY;
    }

    /** Counts a request; false when it is over the quota. */
    synchronized boolean pass(long now) {
        count(now / SECOND);
        tokens = Math.min(perSecond * (double) BURST_SECONDS, tokens + (now - refilled) * (double) perSecond / SECOND);
        refilled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    private void count(long thisSecond) {
        if (thisSecond != second) {
            inLastSecond = thisSecond == second + 1 ? inThisSecond : 0;
            inThisSecond = 0;
            second = thisSecond;
        }
        inThisSecond++;
    }

    /** Whether just this was said within the last minute; from now on it was. */
    synchronized boolean repeats(Object what, long now) {
        var before = said.remove(what);
        said.put(what, now);
        return before != null && now - before < MEMORY;
    }

    /** How long repeats are gathered: the longer, the more its sender is over its quota. */
    synchronized long windowMillis() {
        double times = Math.max(inThisSecond, inLastSecond) / (double) perSecond;
        if (times < 4) {
            return 250;
        }
        return times < 16 ? 1_000 : 5_000;
    }
}
