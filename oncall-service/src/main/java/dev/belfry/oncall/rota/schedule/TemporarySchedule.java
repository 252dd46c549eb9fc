package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A plan of its own for some time, above everything else: a holiday week, a release.
 *
 * @param fills whether the hours that no shift of it fills go by the usual rules instead of being empty
 */
public record TemporarySchedule(
        UUID id, UUID schedule, Instant start, Instant end, boolean fills, List<Stint> shifts, Instant createdAt) {
    public static final Thing THING = new Thing("temporary schedule", "/api/v1/temporary-schedules");

    public TemporarySchedule {
        shifts = List.copyOf(shifts);
    }

    public Set<UUID> people() {
        return shifts.stream().map(Stint::user).collect(Collectors.toSet());
    }

    /** Somebody on call for a while. */
    public record Stint(UUID user, Instant start, Instant end) {
        boolean covers(Instant instant) {
            return !instant.isBefore(start) && instant.isBefore(end);
        }
    }

    boolean covers(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
