package dev.belfry.incident.insight.report;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How long something took, of many incidents: how many took how many seconds. */
final class Times {
    private static final int DAY = 86_400;

    /** Of each number of seconds below a day; as long as it needs to be. */
    private int[] counts = new int[0];

    private final TreeMap<Integer, Integer> longer = new TreeMap<>();
    private long all;

    /** @param seconds four bytes for each incident */
    void add(Buffer seconds) {
        for (int at = 0; at < seconds.length(); at += Integer.BYTES) {
            add(seconds.getInt(at), 1);
        }
    }

    void add(int seconds, int incidents) {
        if (seconds >= DAY) {
            longer.merge(seconds, incidents, Integer::sum);
        } else {
            if (seconds >= counts.length) {
                counts = Arrays.copyOf(counts, Math.min(DAY, 2 * (seconds + 1)));
            }
            counts[seconds] += incidents;
        }
        all += incidents;
    }

    void add(Times more) {
        for (int seconds = 0; seconds < more.counts.length; seconds++) {
            if (more.counts[seconds] > 0) {
                add(seconds, more.counts[seconds]);
            }
        }
        more.longer.forEach(this::add);
    }

    /** Half took no longer than the median, and 95 of 100 no longer than the 95th. */
    Report.Spread spread() {
        return new Report.Spread(all, least(0.5), least(0.95));
    }

    private @Nullable Integer least(double share) {
        if (all == 0) {
            return null;
        }
        long upTo = 0;
        for (int seconds = 0; seconds < counts.length; seconds++) {
            upTo += counts[seconds];
            if (upTo >= all * share) {
                return seconds;
            }
        }
        for (var count : longer.entrySet()) {
            upTo += count.getValue();
            if (upTo >= all * share) {
                return count.getKey();
            }
        }
        return null;
    }
}
