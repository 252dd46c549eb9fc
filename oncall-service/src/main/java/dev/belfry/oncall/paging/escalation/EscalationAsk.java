package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.oncall.paging.policy.Target;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants an escalation to go another way than by itself: to the next step, to a step, to others.
 *
 * @param id the request; what it pages has ids derived from it, so that it pages once
 * @param why in their own words
 * @param step from 1; null for the next one, or when targets are named
 * @param targets whom to page beside the ladder, or one policy to climb instead
 */
record EscalationAsk(
        UUID id, Actor by, @Nullable String why, @Nullable Integer step, List<Target> targets) {
    EscalationAsk {
        targets = List.copyOf(targets);
    }
}
