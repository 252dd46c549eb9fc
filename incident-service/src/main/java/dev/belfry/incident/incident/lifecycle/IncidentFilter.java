package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents to list.
 *
 * @param before only those with a smaller number: the next page
 */
public record IncidentFilter(
        Set<IncidentStatus> statuses,
        @Nullable UUID serviceId,
        @Nullable IncidentSeverity severity,
        @Nullable Long before,
        int limit) {
    public static final Set<IncidentStatus> OPEN =
            Set.of(IncidentStatus.TRIGGERED, IncidentStatus.ACKNOWLEDGED, IncidentStatus.SNOOZED);
    public static final Set<IncidentStatus> ALL = Set.of(IncidentStatus.values());
}
