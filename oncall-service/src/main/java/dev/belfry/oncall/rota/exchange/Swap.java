package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.outcome.Thing;
import dev.belfry.platform.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    public static final Thing THING = new Thing("swap", "/api/v1/swaps");

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
}
