package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.paging.policy.Condition;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Nesting;
import dev.belfry.oncall.paging.policy.PolicyStep;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import dev.belfry.oncall.paging.policy.TeamPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an escalation climbs: one policy version as it was when the escalation began, with the policies in it written out.
 *
 * @param alone the only person who is paged, where an incident is one person's; null when a policy is climbed
 */
public record Plan(
        @Nullable UUID policy,
        @Nullable Long version,
        String name,
        @Nullable UUID team,
        int repeats,
        boolean forever,
        int dailyRepeats,
        boolean escalateLowUrgency,
        List<Target> catchAll,
        List<PlanStep> steps,
        @Nullable Party alone) {
    /** An incident without a policy has no steps: only the catch-all is left. */
    public static final Plan NONE = new Plan(null, null, "", null, 0, false, 1, true, List.of(), List.of(), null);

    private static final Duration WITHOUT_STEPS = Duration.ofMinutes(5);
    /** By then it is known whether a page could be delivered: until then others can still be paged in the person's place. */
    private static final Duration ALONE = Duration.ofHours(1);

    private static final int MOST_STEPS = 200;

    public Plan {
        catchAll = List.copyOf(catchAll);
        steps = List.copyOf(steps);
    }

    /** @param known the policies that stand in this one, however deep */
    public static Plan of(EscalationPolicy policy, Map<UUID, EscalationPolicy> known) {
        List<PlanStep> steps = new ArrayList<>();
        expand(policy, known, List.of(), new ArrayDeque<>(), steps);
        return new Plan(
                policy.id(),
                policy.version(),
                policy.name(),
                policy.team(),
                policy.repeats(),
                policy.forever(),
                policy.dailyRepeats(),
                policy.escalateLowUrgency(),
                policy.catchAll(),
                steps,
                null);
    }

    /** One person, and nobody after them. The same people may ask something of it as with that policy. */
    static Plan forOne(Party person, Plan instead) {
        PolicyStep step = new PolicyStep(ALONE, List.of(new Target(TargetType.USER, person.id())));
        return new Plan(
                null,
                null,
                "",
                instead.team(),
                0,
                false,
                1,
                true,
                List.of(),
                List.of(new PlanStep(person.id(), "", 1, step)),
                person);
    }

    /**
     * Writes a policy out. The conditions of the step that enters it hold for all of its steps, and that step's delay takes
     * the place of the last one's. Two policies saved at the same moment could enter each other: such a step stays empty.
     */
    private static void expand(
            EscalationPolicy policy,
            Map<UUID, EscalationPolicy> known,
            List<Condition> outer,
            Deque<UUID> path,
            List<PlanStep> steps) {
        path.push(policy.id());
        int number = 0;
        for (PolicyStep step : policy.steps()) {
            number++;
            List<Condition> conditions = new ArrayList<>(outer);
            conditions.addAll(step.conditions());
            UUID inner = step.nested().orElse(null);
            EscalationPolicy entered = inner == null ? null : known.get(inner);
            boolean enters = entered != null && !path.contains(inner) && path.size() < Nesting.DEEPEST;
            if (entered != null && enters) {
                int before = steps.size();
                expand(entered, known, conditions, path, steps);
                if (steps.size() > before) {
                    PlanStep last = steps.removeLast();
                    steps.add(new PlanStep(
                            last.policy(),
                            last.policyName(),
                            last.number(),
                            last.step().waiting(step.delay())));
                }
            } else if (steps.size() < MOST_STEPS) {
                PolicyStep written = inner == null ? step : new PolicyStep(step.delay(), List.of());
                steps.add(new PlanStep(policy.id(), policy.name(), number, written.only(conditions)));
            }
        }
        path.pop();
    }

    /** Steps are counted from 1, as people do; the catch-all stands one above the last. */
    PlanStep step(int number) {
        return steps.get(number - 1);
    }

    boolean beyond(int number) {
        return number > steps.size();
    }

    boolean goesOnAfter(int pass) {
        return forever || pass < repeats;
    }

    /** When a pass may begin: what is climbed for ever is not climbed more than so often a day. */
    Instant notBefore(int pass, Instant begun) {
        return forever ? begun.plus(Duration.ofDays((pass - 1) / Math.max(1, dailyRepeats))) : begun;
    }

    boolean escalates(Urgency urgency) {
        return escalateLowUrgency || urgency == Urgency.HIGH;
    }

    boolean asksEveryone() {
        return steps.stream().anyMatch(step -> step.step().everyone());
    }

    /** Whether it would be climbed otherwise at another severity. */
    boolean weighsSeverity() {
        return !escalateLowUrgency
                || steps.stream().anyMatch(step -> step.step().weighsSeverity());
    }

    /** Whom the next step asks if nobody answers; empty before the end and before the catch-all. */
    List<Target> targetsAfter(Position position, int base) {
        if (!beyond(position.step() + 1)) {
            return step(position.step() + 1).step().targets();
        }
        return goesOnAfter(position.repeat() - base) && !steps.isEmpty()
                ? step(1).step().targets()
                : List.of();
    }

    Position catchAll(int repeat) {
        return new Position(steps.size() + 1, repeat);
    }

    /** How long the step at a position has. */
    Duration delay(Position at) {
        return beyond(at.step())
                ? lastDelay()
                : at.step() == 0 ? Duration.ZERO : step(at.step()).step().delay();
    }

    Duration lastDelay() {
        return steps.isEmpty() ? WITHOUT_STEPS : steps.getLast().step().delay();
    }

    /** Everybody who may be asked at any time. */
    Collection<Target> everyTarget() {
        Set<Target> all = new LinkedHashSet<>(catchAll);
        steps.forEach(step -> all.addAll(step.step().targets()));
        if (team != null) {
            all.add(managers(team));
        }
        return all;
    }

    static Target managers(UUID team) {
        return Target.team(team, TeamPart.MANAGERS);
    }

    /** The schedules that a step may wait for by their name. */
    static List<UUID> schedules(PolicyStep step) {
        return ids(step, target -> target.type() == TargetType.SCHEDULE);
    }

    /** The teams that a step may wait for: all of their schedules. */
    static List<UUID> teams(PolicyStep step) {
        return ids(step, target -> target.type() == TargetType.TEAM && target.part() == TeamPart.ONCALL);
    }

    private static List<UUID> ids(PolicyStep step, Predicate<Target> which) {
        return step.targets().stream().filter(which).map(Target::id).toList();
    }
}
