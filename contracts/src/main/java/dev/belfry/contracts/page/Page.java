package dev.belfry.contracts.page;

import dev.belfry.contracts.incident.IncidentState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code pages.v1}: this person, or this channel, is to be paged.
 *
 * @param id derived from (incident, cycle, step, repeat, user), so that a page exists once whatever is restarted
 * @param reason why this person: {@code step 1 of "Payments": on call in "Payments weekly"}
 * @param everyone true when each person of the step has to acknowledge, so that one acknowledge does not end the paging
 */
public record Page(
        UUID id,
        UUID incidentId,
        int cycle,
        int step,
        int repeat,
        UUID userId,
        String reason,
        Instant at,
        IncidentState incident,
        @Nullable Boolean everyone) {
    public static final String TYPE = "belfry.page.requested.v1";

    public Page(
            UUID id,
            UUID incidentId,
            int cycle,
            int step,
            int repeat,
            UUID userId,
            String reason,
            Instant at,
            IncidentState incident) {
        this(id, incidentId, cycle, step, repeat, userId, reason, at, incident, null);
    }
}
