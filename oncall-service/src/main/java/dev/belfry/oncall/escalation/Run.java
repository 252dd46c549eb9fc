package dev.belfry.oncall.escalation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One escalation: an incident in one cycle, climbing one version of a policy. */
record Run(
        UUID id,
        UUID incident,
        int cycle,
        RunStatus status,
        @Nullable UUID policy,
        @Nullable Long policyVersion,
        Position position,
        @Nullable Instant nextAt,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /** A timer or a delivery that speaks of another place than this is late and means nothing any more. */
    boolean standsAt(int cycleThen, Position then) {
        return status == RunStatus.RUNNING && cycle == cycleThen && position.equals(then);
    }
}
