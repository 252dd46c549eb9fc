package dev.belfry.incident.insight.fact;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person was paged, in the hours of that person.
 *
 * @param line of the timeline that tells of it
 * @param hour of the week, from Monday 00:00
 * @param night the evening on which the night began; null by day
 */
record PageFact(
        long line,
        UUID person,
        UUID incident,
        Instant at,
        int hour,
        @Nullable LocalDate night) {
    static PageFact of(long line, UUID person, UUID incident, Instant at, ZoneId zone) {
        var there = at.atZone(zone);
        boolean night = Night.at(there.getHour());
        return new PageFact(
                line,
                person,
                incident,
                at,
                (there.getDayOfWeek().getValue() - 1) * 24 + there.getHour(),
                night ? there.toLocalDateTime().minusHours(Night.MORNING).toLocalDate() : null);
    }
}
