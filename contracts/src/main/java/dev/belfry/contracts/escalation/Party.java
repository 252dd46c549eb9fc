package dev.belfry.contracts.escalation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, or a place, that an escalation asks.
 *
 * @param name as it was shown then; never an address
 * @param viaId the schedule, team or policy that led to them
 * @param viaName its name then
 */
public record Party(
        UUID id,
        String name,
        Through through,
        @Nullable UUID viaId,
        @Nullable String viaName) {
    /** Whether it is a person and no place. */
    public boolean person() {
        return through != Through.PLACE;
    }
}
