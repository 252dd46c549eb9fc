package dev.belfry.oncall.escalation;

import dev.belfry.oncall.policy.EscalationPolicy;
import dev.belfry.oncall.policy.PolicyStep;
import dev.belfry.oncall.policy.Target;
import java.time.Duration;
import java.util.List;

/** What an escalation climbs: the steps of one policy version and how often they are repeated. */
public record Plan(int repeats, List<PolicyStep> steps) {
    /** An incident without a policy has no steps: only the catch-all is left. */
    public static final Plan NONE = new Plan(0, List.of());

    private static final Duration WITHOUT_STEPS = Duration.ofMinutes(5);

    public Plan {
        steps = List.copyOf(steps);
    }

    public static Plan of(EscalationPolicy policy) {
        return new Plan(policy.repeats(), policy.steps());
    }

    /** Steps are counted from 1, as people do; the catch-all stands one above the last. */
    PolicyStep step(int number) {
        return steps.get(number - 1);
    }

    boolean beyond(int number) {
        return number > steps.size();
    }

    /** Whom the next step asks if nobody answers; empty before the end and before the catch-all. */
    List<Target> targetsAfter(Position position) {
        if (!beyond(position.step() + 1)) {
            return step(position.step() + 1).targets();
        }
        return position.repeat() < repeats && !steps.isEmpty() ? step(1).targets() : List.of();
    }

    Position catchAll(int repeat) {
        return new Position(steps.size() + 1, repeat);
    }

    Duration lastDelay() {
        return steps.isEmpty() ? WITHOUT_STEPS : steps.getLast().delay();
    }
}
