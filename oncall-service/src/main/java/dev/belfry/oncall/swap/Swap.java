package dev.belfry.oncall.swap;

import dev.belfry.oncall.schedule.OverrideKind;
import dev.belfry.oncall.schedule.ScheduleOverride;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        @Nullable Instant decidedAt)
        implements Exchange {

    /** Both halves; they exist together or not at all. */
    List<ScheduleOverride> overrides(Instant now, String by) {
        return List.of(half("give", give, take.user(), now, by), half("take", take, give.user(), now, by));
    }

    @Override
    public Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("/give", give);
        parts.put("/take", take);
        return parts;
    }

    @Override
    public boolean open() {
        return status == SwapStatus.OFFERED;
    }

    @Override
    public String word() {
        return Json.text(status);
    }

    Swap decided(SwapStatus newStatus, String by, Instant now) {
        return new Swap(id, schedule, give, take, note, newStatus, offeredBy, offeredAt, by, now);
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
