package dev.belfry.oncall.swap;

import dev.belfry.oncall.schedule.OverrideKind;
import dev.belfry.oncall.schedule.ScheduleOverride;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody asks for cover for a shift or a part of it. */
public record CoverRequest(
        UUID id,
        UUID schedule,
        Part part,
        String note,
        CoverStatus status,
        String askedBy,
        Instant askedAt,
        @Nullable UUID takenBy,
        @Nullable UUID override,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    /** What puts the one who covers in the place of the one who asked. */
    ScheduleOverride covered(UUID taker, Instant now, String by) {
        return new ScheduleOverride(
                Ids.derived("cover", id),
                schedule,
                OverrideKind.REPLACE,
                null,
                null,
                null,
                taker,
                part.user(),
                part.start(),
                part.end(),
                null,
                now,
                by);
    }
}
