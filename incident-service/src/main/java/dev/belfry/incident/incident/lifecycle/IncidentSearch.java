package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the console's list asks for. Open incidents stand by what they need: first what nobody has acknowledged, then by
 * severity, then the newest; with resolved ones among them, the newest first.
 *
 * @param text words of what is written about it, or a number with or without "#"; empty for all
 * @param owner who acknowledged it
 * @param upTo only numbers up to this one: the list as it was when this was the newest
 * @param policies only of these escalation policies and services, which belong to a team; null for all
 * @param since only numbers from this one on
 * @param urgency whether they may wait; null for all
 * @param priority null for all, and for those that have none
 * @param field only those where it has this value; null for all
 * @param after the last row of the page before
 */
public record IncidentSearch(
        Set<IncidentStatus> statuses,
        String text,
        @Nullable IncidentSeverity severity,
        @Nullable UUID service,
        @Nullable UUID owner,
        @Nullable Long upTo,
        @Nullable List<UUID> policies,
        @Nullable Long since,
        @Nullable Urgency urgency,
        @Nullable IncidentPriority priority,
        @Nullable FieldIs field,
        @Nullable Place after,
        int limit) {

    /** Where a row stands in the list of open incidents. */
    public record Place(IncidentStatus status, IncidentSeverity severity, long number) {}

    /** Every incident of these statuses in which a text is found. */
    public static IncidentSearch of(Set<IncidentStatus> statuses, String text, int limit) {
        return new IncidentSearch(statuses, text, null, null, null, null, null, null, null, null, null, null, limit);
    }

    boolean openOnly() {
        return !statuses.contains(IncidentStatus.RESOLVED);
    }
}
