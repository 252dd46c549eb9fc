package dev.belfry.oncall.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who is on call from {@code start} until just before {@code end} instead of the rotation, or only instead of one person of it. */
public record ScheduleOverride(
        UUID id,
        UUID schedule,
        UUID user,
        Instant start,
        Instant end,
        @Nullable UUID replaces,
        Instant createdAt) {
    /** The override created last wins; ids break the tie so that every reader agrees. */
    static final Comparator<ScheduleOverride> CREATED =
            Comparator.comparing(ScheduleOverride::createdAt).thenComparing(o -> o.id().toString());

    boolean covers(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    boolean takesOverFrom(@Nullable UUID person) {
        return replaces == null || replaces.equals(person);
    }
}
