package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is true at the moment a step is decided.
 *
 * @param begun when the escalation began
 * @param base the repeat at which it began (again)
 * @param acknowledged who has acknowledged a step that everyone has to
 */
public record Situation(
        Roster roster, IncidentSeverity severity, Instant now, Instant begun, int base, Set<UUID> acknowledged) {
    public Situation {
        acknowledged = Set.copyOf(acknowledged);
    }

    /** The same without anybody to wait for. */
    Situation impatient() {
        return new Situation(roster.waitingUntil(Map.of()), severity, now, begun, base, acknowledged);
    }
}
