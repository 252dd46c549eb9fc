package dev.belfry.oncall.paging.editor;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.oncall.paging.policy.Condition;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Hours;
import dev.belfry.oncall.paging.policy.PolicyDraft;
import dev.belfry.oncall.paging.policy.PolicyDraft.StepDraft;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import dev.belfry.oncall.paging.policy.TeamPart;
import dev.belfry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is being written. It travels in the form from one press of a button to the next; only saving keeps it.
 *
 * @param base the version it began from; 0 for a new policy
 * @param open which part is open: {@code find-2} to search for step 2, {@code more-2} for its conditions, {@code find-0}
 *     for the catch-all; empty for none
 * @param query what is searched for in the part that is open
 */
public record PolicySheet(PolicyDraft draft, long base, String open, String query) {
    private static final int MOST_STEPS = 50;
    private static final int MOST_TARGETS = 50;
    private static final int MOST_CATCH_ALL = 10;
    private static final StepDraft EMPTY = new StepDraft("PT5M", List.of(), false, false, List.of(), null);

    static PolicySheet blank() {
        return new PolicySheet(
                new PolicyDraft("", null, 2, false, null, true, List.of(), List.of(EMPTY)), 0, "find-1", "");
    }

    static PolicySheet of(EscalationPolicy policy) {
        return new PolicySheet(PolicyDraft.of(policy), policy.version(), "", "");
    }

    /** The same for this team. */
    PolicySheet of(@Nullable UUID team) {
        PolicyDraft theirs = new PolicyDraft(
                draft.name(),
                team,
                draft.repeats(),
                draft.forever(),
                draft.dailyRepeats(),
                draft.escalateLowUrgency(),
                draft.catchAll(),
                draft.steps());
        return new PolicySheet(theirs, base, open, query);
    }

    PolicySheet from(long version) {
        return new PolicySheet(draft, version, open, query);
    }

    /** The draft as the form carries it. */
    public String json() {
        return Json.text(draft);
    }

    /** Whether this part is open. */
    public boolean isOpen(String what, int step) {
        return open.equals(what + "-" + step);
    }

    /** The condition that the form shows for a step; null for a step with several, which the form keeps as they are. */
    public static @Nullable Condition condition(StepDraft step) {
        List<Condition> conditions = Objects.requireNonNullElse(step.conditions(), List.of());
        return conditions.isEmpty()
                ? new Condition(List.of(), null, null)
                : conditions.size() == 1 ? conditions.getFirst() : null;
    }

    /** What a press of a button makes of it; a press that means nothing here changes nothing. */
    PolicySheet press(String act) {
        String[] word = act.split(":", -1);
        int step = word.length > 1 && word[1].matches("\\d{1,2}") ? Integer.parseInt(word[1]) : -1;
        boolean there = step >= 1 && step <= draft.steps().size();
        boolean place = there || step == 0;
        return switch (word[0]) {
            case "add" -> with(added()).open("find-" + Math.min(draft.steps().size() + 1, MOST_STEPS));
            case "remove" -> there ? with(removed(step)).open("") : this;
            case "up" -> there && step > 1 ? with(swapped(step - 1)).open("") : this;
            case "down" ->
                there && step < draft.steps().size() ? with(swapped(step)).open("") : this;
            case "plain" -> there ? with(changed(step, plain(draft.steps().get(step - 1)))) : this;
            case "find", "more" -> place ? open(word[0] + "-" + step) : this;
            case "close" -> open("");
            case "put" -> place && word.length > 3 ? put(step, word) : this;
            case "drop" -> place && word.length > 2 ? drop(step, word[2]) : this;
            default -> this;
        };
    }

    private PolicySheet open(String part) {
        return new PolicySheet(draft, base, part, part.equals(open) ? query : "");
    }

    private PolicySheet with(List<StepDraft> steps) {
        return new PolicySheet(
                new PolicyDraft(
                        draft.name(),
                        draft.team(),
                        draft.repeats(),
                        draft.forever(),
                        draft.dailyRepeats(),
                        draft.escalateLowUrgency(),
                        draft.catchAll(),
                        steps),
                base,
                open,
                query);
    }

    private List<StepDraft> added() {
        List<StepDraft> steps = new ArrayList<>(draft.steps());
        if (steps.size() < MOST_STEPS) {
            steps.add(EMPTY);
        }
        return steps;
    }

    private List<StepDraft> removed(int step) {
        List<StepDraft> steps = new ArrayList<>(draft.steps());
        steps.remove(step - 1);
        return steps;
    }

    private List<StepDraft> swapped(int step) {
        List<StepDraft> steps = new ArrayList<>(draft.steps());
        steps.add(step - 1, steps.remove(step));
        return steps;
    }

    private List<StepDraft> changed(int step, StepDraft to) {
        List<StepDraft> steps = new ArrayList<>(draft.steps());
        steps.set(step - 1, to);
        return steps;
    }

    private static StepDraft plain(StepDraft step) {
        return new StepDraft(step.delay(), step.targets(), step.roundRobin(), step.everyone(), List.of(), step.hold());
    }

    /** @return the targets of a step, or of the catch-all for step 0 */
    public List<Target> targets(int step) {
        return step == 0
                ? Objects.requireNonNullElse(draft.catchAll(), List.of())
                : draft.steps().get(step - 1).targets();
    }

    private PolicySheet put(int step, String[] word) {
        Target target = target(word);
        List<Target> targets = new ArrayList<>(targets(step));
        int most = step == 0 ? MOST_CATCH_ALL : MOST_TARGETS;
        if (target == null || targets.contains(target) || targets.size() >= most) {
            return this;
        }
        targets.add(target);
        return targets(step, targets).open("");
    }

    private static @Nullable Target target(String[] word) {
        try {
            TargetType type = TargetType.valueOf(word[2].toUpperCase(Locale.ROOT));
            UUID id = UUID.fromString(word[3]);
            return type == TargetType.TEAM && word.length > 4
                    ? Target.team(id, TeamPart.valueOf(word[4].toUpperCase(Locale.ROOT)))
                    : new Target(type, id);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private PolicySheet drop(int step, String which) {
        List<Target> targets = new ArrayList<>(targets(step));
        int index = which.matches("\\d{1,2}") ? Integer.parseInt(which) : -1;
        if (index < 0 || index >= targets.size()) {
            return this;
        }
        targets.remove(index);
        return targets(step, targets);
    }

    private PolicySheet targets(int step, List<Target> targets) {
        if (step == 0) {
            PolicyDraft now = new PolicyDraft(
                    draft.name(),
                    draft.team(),
                    draft.repeats(),
                    draft.forever(),
                    draft.dailyRepeats(),
                    draft.escalateLowUrgency(),
                    targets,
                    draft.steps());
            return new PolicySheet(now, base, open, query);
        }
        StepDraft old = draft.steps().get(step - 1);
        return with(changed(
                step,
                new StepDraft(old.delay(), targets, old.roundRobin(), old.everyone(), old.conditions(), old.hold())));
    }

    /** Whether every part that must be there is: the draft comes from the browser. */
    static boolean isWhole(PolicyDraft draft) {
        return draft.name() != null
                && draft.steps() != null
                && draft.steps().size() <= MOST_STEPS
                && areWhole(draft.catchAll())
                && draft.steps().stream()
                        .allMatch(step -> step != null
                                && step.delay() != null
                                && step.targets() != null
                                && areWhole(step.targets())
                                && (step.conditions() == null
                                        || step.conditions().stream().allMatch(PolicySheet::isWhole)));
    }

    private static boolean areWhole(@Nullable List<Target> targets) {
        return targets == null
                || (targets.size() <= MOST_TARGETS
                        && targets.stream()
                                .allMatch(target -> target != null && target.type() != null && target.id() != null));
    }

    private static boolean isWhole(@Nullable Condition condition) {
        Hours hours = condition == null ? null : condition.hours();
        return condition != null
                && condition.severities().size() <= IncidentSeverity.values().length
                && (hours == null || (hours.timeZone() != null && hours.from() != null && hours.to() != null));
    }
}
