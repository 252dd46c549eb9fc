package dev.belfry.oncall.swap;

import dev.belfry.oncall.schedule.OverrideKind;
import dev.belfry.oncall.schedule.ScheduleOverride;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An offer of one person to another: take this time of mine, I take that time of yours. */
public record Swap(
        UUID id,
        UUID schedule,
        Part give,
        Part take,
        String note,
        SwapStatus status,
        String offeredBy,
        Instant offeredAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    /** Both halves; they exist together or not at all. */
    List<ScheduleOverride> overrides(Instant now, String by) {
        return List.of(half("give", give, take.user(), now, by), half("take", take, give.user(), now, by));
    }

    private ScheduleOverride half(String which, Part part, UUID comes, Instant now, String by) {
        return new ScheduleOverride(
                Ids.derived("swap", id, which),
                schedule,
                OverrideKind.REPLACE,
                null,
                null,
                null,
                comes,
                part.user(),
                part.start(),
                part.end(),
                id,
                now,
                by);
    }
}
