package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is true at the moment a step is decided.
 *
 * @param said how urgent it was said to be; null when that follows the severity
 * @param begun when the escalation began
 * @param base the repeat at which it began (again)
 * @param acknowledged who has acknowledged a step that everyone has to
 */
public record Situation(
        Roster roster,
        IncidentSeverity severity,
        @Nullable Urgency said,
        Instant now,
        Instant begun,
        int base,
        Set<UUID> acknowledged) {
    public Situation {
        acknowledged = Set.copyOf(acknowledged);
    }

    public Situation(
            Roster roster, IncidentSeverity severity, Instant now, Instant begun, int base, Set<UUID> acknowledged) {
        this(roster, severity, null, now, begun, base, acknowledged);
    }

    Urgency urgency() {
        return said == null ? Urgency.of(severity) : said;
    }

    /** The same without anybody to wait for. */
    Situation impatient() {
        return new Situation(roster.waitingUntil(Map.of()), severity, said, now, begun, base, acknowledged);
    }
}
