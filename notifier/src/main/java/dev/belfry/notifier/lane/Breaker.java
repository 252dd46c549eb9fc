package dev.belfry.notifier.lane;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Whether the provider of a lane is in trouble: {@value #STREAK} calls in a row that it did not serve, or as many
 * recipients of whom it said nothing, while it served nobody else. Then one call a second goes out to see; the first that
 * it serves ends the trouble. Silences may be those of a few mailboxes: recipients that were not slow themselves do not
 * wait for them.
 */
final class Breaker {
    static final int STREAK = 8;
    static final long PROBE_NANOS = 1_000_000_000L;

    private final Set<UUID> silent = new HashSet<>();
    private int unserved;
    private long probedAt;

    boolean open() {
        return unserved >= STREAK || silent.size() >= STREAK;
    }

    /** @param slow the last call to this recipient was slow, or was not answered */
    boolean allows(boolean slow, long now) {
        return !open() || now - probedAt >= PROBE_NANOS || (unserved < STREAK && !slow);
    }

    void begun(long now) {
        probedAt = now;
    }

    /** True when the trouble has just come to its end. */
    boolean served() {
        boolean ended = open();
        unserved = 0;
        silent.clear();
        return ended;
    }

    void unserved() {
        unserved = Math.min(STREAK, unserved + 1);
    }

    void silent(UUID recipient) {
        if (silent.size() < STREAK) {
            silent.add(recipient);
        }
    }
}
