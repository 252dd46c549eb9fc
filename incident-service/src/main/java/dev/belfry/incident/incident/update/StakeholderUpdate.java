package dev.belfry.incident.incident.update;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What those who wait were told about an incident.
 *
 * @param responders whether it went to who works on the incident as well
 * @param teams whose people it went to
 * @param people to whom it went besides
 * @param reached how many people it went to
 * @param nextUpdateBy until when more was promised; null when nothing was
 * @param statusPage what customers read of it; null when it went to no status page
 */
public record StakeholderUpdate(
        UUID id,
        Instant at,
        @Nullable UUID authorId,
        String author,
        String text,
        boolean responders,
        List<UUID> teams,
        List<UUID> people,
        int reached,
        @Nullable Instant nextUpdateBy,
        @Nullable StatusPost statusPage) {
    public static final int LONGEST = 10_000;
    public static final int MOST_REACHED = 2_000;
}
