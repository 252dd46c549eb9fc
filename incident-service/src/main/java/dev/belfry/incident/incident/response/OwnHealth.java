package dev.belfry.incident.incident.response;

/**
 * How Belfry itself is, in one line, as far as incident-service knows.
 *
 * @param lag how many seconds behind the newest record it reads
 * @param waiting how many seconds the oldest event waits to be published
 * @param troubles how many incidents about Belfry itself are open
 */
public record OwnHealth(double lag, double waiting, long troubles) {
    private static final double LATE = 10;

    public boolean healthy() {
        return troubles == 0 && lag < LATE && waiting < LATE;
    }

    /** The half sentence that matters. */
    public String verdict() {
        if (troubles > 0) {
            return troubles == 1
                    ? "Belfry has a problem of its own."
                    : "Belfry has " + troubles + " problems of its own.";
        }
        if (lag >= LATE) {
            return "Belfry is behind.";
        }
        return waiting >= LATE ? "Kafka is slow or away." : "Belfry is healthy.";
    }

    /** What follows from it. */
    public String detail() {
        if (troubles > 0) {
            return "The service Belfry says what and since when.";
        }
        if (lag >= LATE) {
            return "New alerts are read " + Math.round(lag) + " s after they arrive; none is lost.";
        }
        return waiting >= LATE
                ? "Changes have waited " + Math.round(waiting) + " s to be published. Pages go past Kafka meanwhile."
                : "Alerts are read as they arrive.";
    }
}
