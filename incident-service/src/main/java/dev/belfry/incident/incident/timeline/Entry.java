package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.incident.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of an incident's timeline.
 *
 * @param version the incident's version it belongs to; 0 when it tells of something around the incident
 * @param kind what sort of line it is: {@code triggered}, {@code note_added}, {@code delivery}, {@code escalation}, …
 * @param source the event it tells of, which may arrive twice; null when it is written where it happens
 */
public record Entry(
        UUID incidentId,
        long version,
        Instant at,
        String kind,
        Actor by,
        String text,
        Map<String, String> data,
        @Nullable Source source) {
    public Entry(
            UUID incidentId, long version, Instant at, String kind, Actor by, String text, Map<String, String> data) {
        this(incidentId, version, at, kind, by, text, data, null);
    }

    /** By which way it was asked for; null for people of whom that is not known. */
    @Nullable
    String channel() {
        return by.via() != null
                ? by.via()
                : switch (by.kind()) {
                    case "sender" -> "sender";
                    case "system" -> "belfry";
                    default -> null;
                };
    }

    /**
     * An event of another service.
     *
     * @param sequence its place among what happened there at the same moment
     */
    public record Source(UUID id, int sequence) {}
}
