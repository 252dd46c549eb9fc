package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One escalation: an incident in one cycle, climbing one version of a policy.
 *
 * @param base the repeat at which it began, or was begun anew by hand: pages of before keep their ids
 * @param severity of the incident when it began
 * @param heldSince since when it waits for somebody to come on call
 * @param pagesWait its next step is put off until its pages have left
 */
record Run(
        UUID id,
        UUID incident,
        int cycle,
        RunStatus status,
        Plan plan,
        Position position,
        int base,
        @Nullable IncidentSeverity severity,
        @Nullable Instant heldSince,
        boolean pagesWait,
        @Nullable Instant nextAt,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /** A timer or a delivery that speaks of another place than this is late and means nothing any more. */
    boolean standsAt(int cycleThen, Position then) {
        return status == RunStatus.RUNNING && cycle == cycleThen && position.equals(then);
    }

    /** Begun anew after {@code from}. */
    Run anew(Plan newPlan, Position from, int newBase, IncidentSeverity now) {
        return new Run(
                id,
                incident,
                cycle,
                RunStatus.RUNNING,
                newPlan,
                from,
                newBase,
                now,
                null,
                false,
                null,
                startedAt,
                null);
    }
}
