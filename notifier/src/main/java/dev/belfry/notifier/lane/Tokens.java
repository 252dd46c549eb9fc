package dev.belfry.notifier.lane;

/** A bucket of tokens that fills with time; the time is nanoseconds of the monotonic clock. */
final class Tokens {
    private static final double SECOND = 1e9;

    private final double perSecond;
    private final double most;
    private double tokens;
    private long filledAt;

    Tokens(double perSecond, double most, long now) {
        this.perSecond = perSecond;
        this.most = most;
        this.tokens = most;
        this.filledAt = now;
    }

    boolean has(long now) {
        tokens = Math.min(most, tokens + Math.max(0, now - filledAt) / SECOND * perSecond);
        filledAt = Math.max(filledAt, now);
        return tokens >= 1;
    }

    void spend() {
        tokens -= 1;
    }

    void add(double earned) {
        tokens = Math.min(most, tokens + earned);
    }
}
