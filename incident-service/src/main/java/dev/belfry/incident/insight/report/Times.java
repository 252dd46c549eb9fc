package dev.belfry.incident.insight.report;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How long something took, of many incidents: how many took how many seconds. */
final class Times {
    private final TreeMap<Integer, Long> counts = new TreeMap<>();
    private long all;

    void add(int seconds, long incidents) {
        counts.merge(seconds, incidents, Long::sum);
        all += incidents;
    }

    void add(Times more) {
        more.counts.forEach(this::add);
    }

    /** Half took no longer than the median, and 95 of 100 no longer than the 95th. */
    Report.Spread spread() {
        return new Report.Spread(all, least(0.5), least(0.95));
    }

    private @Nullable Integer least(double share) {
        long upTo = 0;
        for (var count : counts.entrySet()) {
            upTo += count.getValue();
            if (upTo >= all * share) {
                return count.getKey();
            }
        }
        return null;
    }
}
