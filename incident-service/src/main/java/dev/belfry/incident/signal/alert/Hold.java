package dev.belfry.incident.signal.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event rule does to keep an alert from paging.
 *
 * @param until when a pause is over; null for the others
 * @param seen the latest times it fired, while they are counted
 * @param needed how often it must fire before it pages; 0 when it is not counted
 */
public record Hold(
        Kind kind, UUID rule, String name, @Nullable Instant until, List<Instant> seen, int needed) {

    /** How it is held back. */
    public enum Kind {
        /** For good, unless its sender says something else. */
        SUPPRESSED,
        /** For a while, in case it resolves by itself. */
        PAUSED,
        /** Until it has fired often enough. */
        COUNTED
    }

    public static Hold suppressed(UUID rule, String name) {
        return new Hold(Kind.SUPPRESSED, rule, name, null, List.of(), 0);
    }

    public static Hold paused(UUID rule, String name, Instant until) {
        return new Hold(Kind.PAUSED, rule, name, until, List.of(), 0);
    }

    public static Hold counted(UUID rule, String name, List<Instant> seen, int needed) {
        return new Hold(Kind.COUNTED, rule, name, null, seen, needed);
    }

    /** Whether it still holds at that time. */
    public boolean holds(Instant now) {
        return until == null || until.isAfter(now);
    }
}
