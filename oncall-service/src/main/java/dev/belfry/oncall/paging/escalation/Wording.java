package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.outcome.Answer;
import java.util.List;
import java.util.stream.Collectors;

/** What an escalation says to those it pages and to whoever asks something of it. */
final class Wording {
    private static final int MOST_NAMED = 10;

    private Wording() {}

    /** One message for several pages. */
    static String bundled(Run run, Position at, List<IncidentState> others) {
        String step = "step " + at.step() + " of \"" + run.plan().name() + "\", late";
        if (others.isEmpty()) {
            return step;
        }
        String named = others.stream()
                .limit(MOST_NAMED)
                .map(other -> "#" + other.number() + " " + other.title())
                .collect(Collectors.joining("; "));
        return step + ". " + others.size() + (others.size() == 1 ? " more incident waits" : " more incidents wait")
                + " for you: " + named + (others.size() > MOST_NAMED ? "; …" : "");
    }

    static String asked(String by) {
        return "asked for by " + by;
    }

    static String refused(Answer<?> answer) {
        return switch (answer) {
            case Answer.Conflict<?> conflict -> conflict.detail();
            case Answer.Missing<?> missing ->
                "there is no such " + missing.thing().word() + " any more";
            case Answer.Invalid<?> invalid ->
                invalid.fields().stream().map(Answer.Bad::detail).collect(Collectors.joining("; "));
            default -> "it cannot be done";
        };
    }

    /** Why one is paged. */
    static String reason(Plan plan, Move.Fired fired, Party called) {
        if (fired.catchAll()) {
            return EscalationWords.why(called);
        }
        if (plan.alone() != null) {
            return "only you are paged for this incident";
        }
        int number = fired.position().step();
        PlanStep step = plan.step(number);
        String inner = step.policy().equals(plan.policy())
                ? ""
                : " (step " + step.number() + " of \"" + step.policyName() + "\")";
        return "step " + number + " of \"" + plan.name() + "\"" + inner + ": " + EscalationWords.why(called);
    }
}
