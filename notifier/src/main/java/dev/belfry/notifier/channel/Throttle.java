package dev.belfry.notifier.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many messages one number gets, so that neither a storm nor somebody who types a stranger's number makes it ring all
 * night, or costs a fortune: few at once, and fewer the longer one counts.
 */
final class Throttle {
    private static final int REMEMBERED = 20_000;
    private static final Duration LONGEST = Duration.ofHours(3);

    /** So many within so long. */
    record Bound(int most, Duration within) {}

    static final List<Bound> SMS =
            List.of(new Bound(5, Duration.ofMinutes(15)), new Bound(11, Duration.ofHours(1)), new Bound(21, LONGEST));
    static final List<Bound> VOICE =
            List.of(new Bound(3, Duration.ofMinutes(15)), new Bound(7, Duration.ofHours(1)), new Bound(15, LONGEST));

    private final List<Bound> bounds;
    private final Map<String, Deque<Instant>> sent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > REMEMBERED;
        }
    };

    Throttle(List<Bound> bounds) {
        this.bounds = bounds;
    }

    /** How long the number has to be left alone; zero, and counted, when it may be reached now. */
    synchronized Duration take(String number, Instant now) {
        var times = sent.computeIfAbsent(number, first -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(LONGEST))) {
            times.removeFirst();
        }
        for (var bound : bounds) {
            var since = now.minus(bound.within());
            var counted = times.stream().filter(time -> time.isAfter(since)).toList();
            if (counted.size() >= bound.most()) {
                return Duration.between(
                        now, counted.get(counted.size() - bound.most()).plus(bound.within()));
            }
        }
        times.addLast(now);
        return Duration.ZERO;
    }
}
