package dev.belfry.oncall.paging.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A policy as people read it: a step a rung. */
public final class Ladder {
    private Ladder() {}

    /**
     * One step in words.
     *
     * @param when since the incident began, when nobody acknowledges and nothing is skipped
     * @param targets whom it pages
     * @param notes what else there is to know
     */
    public record Rung(int number, String when, List<String> targets, List<String> notes, String delay) {
        public Rung {
            targets = List.copyOf(targets);
            notes = List.copyOf(notes);
        }
    }

    public static List<Rung> of(EscalationPolicy policy, Map<UUID, String> names) {
        List<Rung> rungs = new ArrayList<>();
        Duration since = Duration.ZERO;
        for (PolicyStep step : policy.steps()) {
            rungs.add(new Rung(
                    rungs.size() + 1,
                    since.isZero() ? "at once" : "after " + DelayWords.of(since),
                    step.targets().stream().map(target -> words(target, names)).toList(),
                    notes(step),
                    DelayWords.of(step.delay())));
            since = since.plus(step.delay());
        }
        return rungs;
    }

    /** What becomes of it when nobody answers. */
    public static String end(EscalationPolicy policy) {
        if (policy.forever()) {
            return "Then from the top until somebody answers, " + policy.dailyRepeats() + " times a day at most.";
        }
        return policy.repeats() == 0
                ? "Climbed once, then the escalation is exhausted."
                : "Then from the top, " + policy.repeats() + (policy.repeats() == 1 ? " more time." : " more times.");
    }

    /** Whom it asks when no step has anybody. */
    public static String catchAll(EscalationPolicy policy, Map<UUID, String> names) {
        String named =
                policy.catchAll().stream().map(target -> words(target, names)).collect(Collectors.joining(", "));
        String managers = policy.team() == null ? "" : "the managers of " + name(policy.team(), names) + ", then ";
        return "When no step has anybody: " + (named.isEmpty() ? "" : named + ", then ") + managers
                + "the administrator who has been here longest.";
    }

    /** What else there is to know of a step. */
    public static List<String> notes(PolicyStep step) {
        List<String> notes = new ArrayList<>();
        step.conditions().forEach(condition -> notes.add(condition.words()));
        if (step.roundRobin()) {
            notes.add("one of them, in turn");
        }
        if (step.everyone()) {
            notes.add("each of them has to acknowledge");
        }
        Duration hold = step.hold();
        if (hold != null) {
            notes.add("waits up to " + DelayWords.of(hold) + " for somebody to come on call");
        }
        return notes;
    }

    /** Whom a target stands for. */
    public static String words(Target target, Map<UUID, String> names) {
        String name = name(target.id(), names);
        return switch (target.type()) {
            case USER -> name;
            case SCHEDULE -> "on call in " + name;
            case TEAM ->
                switch (target.part()) {
                    case ONCALL -> "on call for " + name;
                    case MANAGERS -> "managers of " + name;
                    case MEMBERS -> "everyone in " + name;
                };
            case CHANNEL -> "channel " + name;
            case WEBHOOK -> "webhook " + name;
            case POLICY -> "the steps of " + name;
        };
    }

    private static String name(UUID id, Map<UUID, String> names) {
        return names.getOrDefault(id, "unknown");
    }
}
