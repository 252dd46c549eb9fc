package dev.belfry.oncall.identity.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log somebody wants to see; null for all.
 *
 * @param action a whole action, or its first word: {@code schedule} for all that was done to schedules
 * @param who a part of the name of who did it
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable UUID object,
        @Nullable UUID team,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String who) {}
