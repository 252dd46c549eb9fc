package dev.belfry.contracts.page;

import dev.belfry.contracts.incident.IncidentState;
import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code pages.v1}: this person is to be paged.
 *
 * @param id derived from (incident, cycle, step, repeat, user), so that a page exists once whatever is restarted
 * @param reason why this person: {@code step 1 of "Payments": on call in "Payments weekly"}
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
        IncidentState incident) {
    public static final String TYPE = "belfry.page.requested.v1";
}
