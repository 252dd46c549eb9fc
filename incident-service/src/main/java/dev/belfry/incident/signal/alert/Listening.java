package dev.belfry.incident.signal.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * From when to when Belfry has heard, without a gap, what senders say about a service. Where Belfry was deaf, a sender's
 * silence says nothing.
 *
 * @param since the end of the last gap
 * @param until up to here everything that was accepted has been heard
 */
public record Listening(Instant since, Instant until) {
    /** What could not be said during a gap has this long to be said again: Prometheus repeats itself every minute. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /** Whether a sender's silence says anything yet. */
    public boolean countsSilence() {
        return !since.plus(GRACE).isAfter(until);
    }
}
