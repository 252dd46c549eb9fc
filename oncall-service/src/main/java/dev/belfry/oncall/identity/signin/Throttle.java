package dev.belfry.oncall.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by account and by address and says when there were too many; it forgets the oldest names first when it
 * is full.
 */
final class Throttle {
    private static final int MOST_NAMES = 10_000;

    private final int most;
    private final Duration window;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    Throttle(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** How long this name has to wait; zero when it may try. */
    synchronized Duration pause(String name, Instant now) {
        Deque<Instant> recent = recent(name, now);
        return recent.size() < most
                ? Duration.ZERO
                : Duration.between(now, recent.getFirst().plus(window));
    }

    synchronized void failed(String name, Instant now) {
        Deque<Instant> recent = recent(name, now);
        recent.addLast(now);
        failures.remove(name);
        failures.put(name, recent);
        if (failures.size() > MOST_NAMES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    /** Takes back the failure that was counted ahead of an attempt that went well. */
    synchronized void takeBack(String name) {
        Deque<Instant> recent = failures.get(name);
        if (recent != null && !recent.isEmpty()) {
            recent.removeLast();
        }
    }

    synchronized void forget(String name) {
        failures.remove(name);
    }

    private Deque<Instant> recent(String name, Instant now) {
        Deque<Instant> recent = failures.getOrDefault(name, new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.getFirst().plus(window).isAfter(now)) {
            recent.removeFirst();
        }
        if (recent.isEmpty()) {
            failures.remove(name);
        }
        return recent;
    }
}
