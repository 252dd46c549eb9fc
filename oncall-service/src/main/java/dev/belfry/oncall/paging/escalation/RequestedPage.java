package dev.belfry.oncall.paging.escalation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page that was asked for: one person, or one channel, in one step of one repeat; step 0 is one that somebody asked for
 * by hand.
 *
 * @param bundled told of in one page with others
 */
record RequestedPage(
        UUID id,
        UUID escalation,
        Position position,
        UUID person,
        Instant at,
        @Nullable PageOutcome outcome,
        @Nullable Instant acknowledgedAt,
        boolean bundled) {}
