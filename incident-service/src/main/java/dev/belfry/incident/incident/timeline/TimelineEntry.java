package dev.belfry.incident.incident.timeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.incident.Actor;
import java.time.Instant;
import java.util.Map;

/**
 * A kept line of a timeline.
 *
 * @param seq its place in the order of what was written
 * @param sequence its place among lines of the same moment
 */
public record TimelineEntry(
        long seq,
        @JsonIgnore int sequence,
        long version,
        Instant at,
        String kind,
        Actor actor,
        String text,
        Map<String, String> data) {
    /** Behind which the next page begins. */
    public Place place() {
        return new Place(at, sequence, seq);
    }
}
