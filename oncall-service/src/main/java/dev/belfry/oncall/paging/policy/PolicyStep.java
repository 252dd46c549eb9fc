package dev.belfry.oncall.paging.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom to page together, and how long to wait for an acknowledgement before the next step.
 *
 * @param roundRobin only one of the people, another one each time
 * @param everyone each of the people has to acknowledge
 * @param conditions all of them must hold, or the step is skipped
 * @param hold how long to wait for somebody to come on call when nobody is; null: the step is skipped then
 */
public record PolicyStep(
        Duration delay,
        List<Target> targets,
        boolean roundRobin,
        boolean everyone,
        List<Condition> conditions,
        @Nullable Duration hold) {
    public PolicyStep {
        targets = List.copyOf(targets);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    public PolicyStep(Duration delay, List<Target> targets) {
        this(delay, targets, false, false, List.of(), null);
    }

    /** The policy whose steps stand here, if this step is one that enters another policy. */
    public Optional<UUID> nested() {
        return targets.stream()
                .filter(target -> target.type() == TargetType.POLICY)
                .map(Target::id)
                .findFirst();
    }

    public PolicyStep waiting(Duration newDelay) {
        return new PolicyStep(newDelay, targets, roundRobin, everyone, conditions, hold);
    }

    public PolicyStep only(List<Condition> newConditions) {
        return new PolicyStep(delay, targets, roundRobin, everyone, newConditions, hold);
    }

    public boolean weighsSeverity() {
        return conditions.stream().anyMatch(Condition::weighsSeverity);
    }
}
