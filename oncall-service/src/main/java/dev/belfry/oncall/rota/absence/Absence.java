package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.outcome.Thing;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is away.
 *
 * @param calendar from which it was read; null when it was said by hand
 * @param reason private: for the person and for who manages them
 */
public record Absence(UUID id, UUID user, @Nullable UUID calendar, Instant start, Instant end, String reason) {
    public static final Thing THING = new Thing("absence", "/api/v1/absences");
}
