package dev.belfry.oncall.paging.policy;

import dev.belfry.oncall.identity.outcome.Thing;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of an escalation policy; an edit makes the next version, and a running escalation keeps the one it began with.
 *
 * @param team whose it is; its managers are asked when nobody else can be
 * @param forever climbed again and again, not {@code repeats} times
 * @param dailyRepeats how often it begins anew in a day when it is climbed for ever
 * @param escalateLowUrgency whether an incident of low urgency goes beyond the first step that has somebody
 * @param catchAll whom to ask when no step has anybody, before the team's managers and the installation's catch-all
 */
public record EscalationPolicy(
        UUID id,
        long version,
        String name,
        @Nullable UUID team,
        int repeats,
        boolean forever,
        int dailyRepeats,
        boolean escalateLowUrgency,
        List<Target> catchAll,
        List<PolicyStep> steps) {
    public static final Thing THING = new Thing("escalation policy", "/api/v1/escalation-policies");

    public EscalationPolicy {
        catchAll = List.copyOf(catchAll);
        steps = List.copyOf(steps);
    }

    EscalationPolicy of(@Nullable UUID owner) {
        return new EscalationPolicy(
                id, version, name, owner, repeats, forever, dailyRepeats, escalateLowUrgency, catchAll, steps);
    }

    /** Everything that any step or the catch-all names. */
    public List<Target> targets() {
        return java.util.stream.Stream.concat(
                        steps.stream().flatMap(step -> step.targets().stream()), catchAll.stream())
                .distinct()
                .toList();
    }

    /** The policies that its steps enter. */
    public List<UUID> nested() {
        return steps.stream().flatMap(step -> step.nested().stream()).distinct().toList();
    }
}
