package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the console's list asks for. Open incidents stand by what they need: first what nobody has acknowledged, then by
 * severity, then the newest; with resolved ones among them, the newest first.
 *
 * @param text a part of the title in any case, or a number with or without "#"; empty for all
 * @param owner who acknowledged it
 * @param upTo only numbers up to this one: the list as it was when this was the newest
 * @param after the last row of the page before
 */
public record IncidentSearch(
        Set<IncidentStatus> statuses,
        String text,
        @Nullable IncidentSeverity severity,
        @Nullable UUID service,
        @Nullable UUID owner,
        @Nullable Long upTo,
        @Nullable Place after,
        int limit) {

    /** Where a row stands in the list of open incidents. */
    public record Place(IncidentStatus status, IncidentSeverity severity, long number) {}

    boolean openOnly() {
        return !statuses.contains(IncidentStatus.RESOLVED);
    }
}
