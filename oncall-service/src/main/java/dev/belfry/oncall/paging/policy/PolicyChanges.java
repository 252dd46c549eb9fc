package dev.belfry.oncall.paging.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is different between two versions of a policy, line by line, in the words of the page. */
public final class PolicyChanges {
    private PolicyChanges() {}

    /** One thing that differs; empty where there is nothing on that side. */
    public record Line(String what, String before, String after) {}

    public static List<Line> between(EscalationPolicy before, EscalationPolicy after, Map<UUID, String> names) {
        List<Line> lines = new ArrayList<>();
        add(lines, "Name", before.name(), after.name());
        add(lines, "Team", team(before, names), team(after, names));
        int steps = Math.max(before.steps().size(), after.steps().size());
        for (int i = 0; i < steps; i++) {
            step(lines, i, before.steps(), after.steps(), names);
        }
        add(lines, "Repeat all steps", repeats(before), repeats(after));
        add(lines, "SEV3 to SEV5", urgency(before), urgency(after));
        add(lines, "If nobody can be paged", targets(before.catchAll(), names), targets(after.catchAll(), names));
        return lines;
    }

    private static void step(
            List<Line> lines, int i, List<PolicyStep> before, List<PolicyStep> after, Map<UUID, String> names) {
        String what = "Step " + (i + 1);
        if (i >= before.size()) {
            add(lines, what, "", words(after.get(i), names));
        } else if (i >= after.size()) {
            add(lines, what, words(before.get(i), names), "");
        } else {
            PolicyStep old = before.get(i);
            PolicyStep now = after.get(i);
            add(lines, what + " pages", targets(old.targets(), names), targets(now.targets(), names));
            add(lines, "Wait after step " + (i + 1), DelayText.shown(old.delay()), DelayText.shown(now.delay()));
            add(lines, what + ", more", notes(old), notes(now));
        }
    }

    private static void add(List<Line> lines, String what, String before, String after) {
        if (!Objects.equals(before, after)) {
            lines.add(new Line(what, before, after));
        }
    }

    private static String words(PolicyStep step, Map<UUID, String> names) {
        String notes = notes(step);
        return targets(step.targets(), names) + (notes.isEmpty() ? "" : "; " + notes) + "; wait "
                + DelayText.shown(step.delay());
    }

    private static String targets(List<Target> targets, Map<UUID, String> names) {
        return targets.isEmpty()
                ? "nobody"
                : targets.stream().map(target -> Ladder.words(target, names)).collect(Collectors.joining(", "));
    }

    private static String notes(PolicyStep step) {
        return String.join("; ", Ladder.notes(step));
    }

    private static String team(EscalationPolicy policy, Map<UUID, String> names) {
        UUID team = policy.team();
        return team == null ? "none" : names.getOrDefault(team, "a team that is gone");
    }

    private static String repeats(EscalationPolicy policy) {
        return policy.forever()
                ? "until somebody answers, at most " + policy.dailyRepeats() + " times a day"
                : policy.repeats() == 0 ? "no" : policy.repeats() == 1 ? "once" : policy.repeats() + " times";
    }

    private static String urgency(EscalationPolicy policy) {
        return policy.escalateLowUrgency() ? "climb all steps" : "stay at the first step that has somebody";
    }
}
