package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.oncall.identity.answer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an escalation says about itself on the timeline and to those it pages. */
final class Wording {
    private static final int MOST_NAMED = 10;

    private Wording() {}

    static String skipped(Skipped skipped, int base) {
        return "step " + skipped.position().step() + " " + words(skipped.why()) + again(skipped.position(), base);
    }

    private static String words(String why) {
        return why.startsWith("had ") ? why + ": skipped" : "was skipped: " + why;
    }

    static String paged(Move.Fired fired, Collection<Called> called, int base) {
        String all = names(called);
        return fired.catchAll()
                ? "nobody else could be asked: paged " + all + " as the catch-all" + again(fired.position(), base)
                : "step " + fired.position().step() + " paged " + all
                        + (fired.everyone() ? ", and each of them has to acknowledge" : "")
                        + again(fired.position(), base);
    }

    static String names(Collection<Called> called) {
        return called.stream().map(Called::name).collect(Collectors.joining(", "));
    }

    static String nobody() {
        return "nobody could be paged: no step has anybody and there is no active administrator";
    }

    static String unreachable(Position at, int base) {
        return at.step() == 0
                ? "whom somebody asked for could not be reached"
                : "nobody of step " + at.step() + " could be reached" + again(at, base);
    }

    static String exhausted(Move.Exhausted move) {
        return "escalation exhausted: " + move.why();
    }

    static String waits(Move.Waits move) {
        return move.hold()
                ? move.why() + ": somebody is at " + move.until()
                : "escalation waits until " + move.until() + ": " + move.why();
    }

    static String late(Position at, Duration lateness) {
        return "the step after step " + at.step() + " comes " + words(lateness)
                + " late: Belfry was away when it was due";
    }

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

    static String resumed() {
        return "escalation had stopped though nobody has the incident: it begins anew";
    }

    static String words(Duration duration) {
        return dev.belfry.oncall.paging.policy.DelayWords.of(duration);
    }

    static String restarted(String by, Plan plan) {
        return "escalation was begun anew by " + by + " with version " + plan.version() + " of \"" + plan.name() + "\"";
    }

    static String moved(String by, int step) {
        return by + " asked for step " + step + " now";
    }

    /** With the reason that somebody gave. */
    static String because(String told, @Nullable String why) {
        return why == null ? told : told + ": " + why;
    }

    static String hastened(String by) {
        return by + " asked for the next step now";
    }

    static String added(String by, Collection<Called> called) {
        return by + " asked to page " + names(called) + " too";
    }

    static String asked(String by) {
        return "asked for by " + by;
    }

    static String unknown(String named) {
        return "\"" + named + "\" names nobody, or more than one";
    }

    static String refused(Answer<?> answer) {
        return switch (answer) {
            case Answer.Conflict<?> conflict -> conflict.detail();
            case Answer.Missing<?> missing -> missing.detail();
            case Answer.Invalid<?> invalid ->
                invalid.fields().stream().map(Answer.Bad::detail).collect(Collectors.joining("; "));
            default -> "it cannot be done";
        };
    }

    static String notEscalated(EscalationRequest request, String why) {
        return request.by().name() + " asked to escalate to " + request.named() + ", and nobody more is paged: " + why;
    }

    static String acknowledged(String who, Collection<String> others) {
        return who + " has acknowledged; still to acknowledge: " + String.join(", ", others);
    }

    static String risen(Instant since) {
        return "the incident has become urgent: escalation, begun at " + since + ", begins anew";
    }

    /** Why one is paged. */
    static String reason(Plan plan, Move.Fired fired, Called called) {
        if (fired.catchAll()) {
            return called.why();
        }
        int number = fired.position().step();
        PlanStep step = plan.step(number);
        String inner = step.policy().equals(plan.policy())
                ? ""
                : " (step " + step.number() + " of \"" + step.policyName() + "\")";
        return "step " + number + " of \"" + plan.name() + "\"" + inner + ": " + called.why();
    }

    private static String again(Position at, int base) {
        int pass = at.repeat() - base;
        return pass <= 0 ? "" : " (repeat " + pass + ")";
    }
}
