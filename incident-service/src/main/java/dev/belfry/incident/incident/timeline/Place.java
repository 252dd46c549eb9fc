package dev.belfry.incident.incident.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a timeline: lines are in order of when it happened, and lines of the same moment in the order of who tells.
 *
 * @param seq the order of what was written, for all else
 */
public record Place(Instant at, int sequence, long seq) {
    static final Place START = new Place(Instant.EPOCH, 0, 0);

    private static final Pattern CURSOR = Pattern.compile("([0-9TZ:.-]{20,30})_(\\d{1,9})_(\\d{1,18})");

    /** Empty when it is none that {@link #cursor} made. */
    public static Optional<Place> of(String cursor) {
        var parts = CURSOR.matcher(cursor);
        try {
            return parts.matches()
                    ? Optional.of(new Place(
                            Instant.parse(parts.group(1)),
                            Integer.parseInt(parts.group(2)),
                            Long.parseLong(parts.group(3))))
                    : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    public String cursor() {
        return at + "_" + sequence + "_" + seq;
    }
}
