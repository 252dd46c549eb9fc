package dev.belfry.notifier.lane;

/**
 * Whether the provider of a lane is in trouble. After {@value #STREAK} calls in a row that it did not serve, one call a
 * second goes out to see; the first that it serves ends the trouble. One that serves others in between is not in trouble.
 */
final class Breaker {
    static final int STREAK = 8;
    static final long PROBE_NANOS = 1_000_000_000L;

    private int streak;
    private long probedAt;

    boolean open() {
        return streak >= STREAK;
    }

    boolean allows(long now) {
        return !open() || now - probedAt >= PROBE_NANOS;
    }

    void begun(long now) {
        probedAt = now;
    }

    /** True when the trouble has just come to its end. */
    boolean served() {
        boolean ended = open();
        streak = 0;
        return ended;
    }

    void failed() {
        streak = Math.min(STREAK, streak + 1);
    }
}
