package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.outcome.Thing;
import dev.belfry.platform.json.Json;
import java.time.Instant;
import java.util.Map;
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
        @Nullable Instant decidedAt)
        implements Exchange {
    public static final Thing THING = new Thing("cover request", "/api/v1/cover-requests");

    @Override
    public Map<String, Part> parts() {
        return Map.of("", part);
    }

    @Override
    public boolean open() {
        return status == CoverStatus.OPEN;
    }

    @Override
    public String word() {
        return Json.text(status);
    }

    /** Whether it is an open request for all of this. */
    boolean asks(Part other) {
        return open()
                && part.user().equals(other.user())
                && !part.start().isAfter(other.start())
                && !part.end().isBefore(other.end());
    }

    CoverRequest taken(UUID taker, UUID byOverride, String by, Instant now) {
        return new CoverRequest(
                id, schedule, part, note, CoverStatus.TAKEN, askedBy, askedAt, taker, byOverride, by, now);
    }

    CoverRequest withdrawn(String by, Instant now) {
        return new CoverRequest(id, schedule, part, note, CoverStatus.WITHDRAWN, askedBy, askedAt, null, null, by, now);
    }

    /** Asked for again: what was decided no longer holds. */
    CoverRequest reopened() {
        return new CoverRequest(id, schedule, part, note, CoverStatus.OPEN, askedBy, askedAt, null, null, null, null);
    }
}
