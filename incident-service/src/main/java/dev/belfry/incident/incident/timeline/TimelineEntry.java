package dev.belfry.incident.incident.timeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.incident.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kept line of a timeline.
 *
 * @param seq its place in the order of what was written
 * @param sequence its place among lines of the same moment
 * @param channel by which way it was asked for: {@code console}, {@code api}, {@code email}, {@code sender}, {@code belfry};
 *     null where that is not known
 * @param cause the event of another service that it tells of; null when it was written where it happened
 */
public record TimelineEntry(
        long seq,
        @JsonIgnore int sequence,
        long version,
        Instant at,
        String kind,
        Actor actor,
        @Nullable String channel,
        String text,
        Map<String, String> data,
        @Nullable UUID cause) {
    /** Behind which the next page begins. */
    public Place place() {
        return new Place(at, sequence, seq);
    }

    /** The channel in words, where it is not the usual one: a person in the console. */
    public @Nullable String way() {
        return switch (channel == null ? "" : channel) {
            case "api" -> "over the API";
            case "email" -> "by the link in the message";
            case "sms" -> "by SMS";
            case "voice" -> "by phone";
            default -> null;
        };
    }
}
