package dev.belfry.oncall.escalation;

import dev.belfry.oncall.policy.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What an escalation says about itself on the timeline and to those it pages. */
final class Wording {
    private Wording() {}

    static String skipped(Position at) {
        return "step " + at.step() + " had nobody on call: skipped" + again(at);
    }

    static String paged(Move.Fired fired, Collection<UUID> people, Roster roster) {
        String names = people.stream().map(roster::name).collect(Collectors.joining(", "));
        return fired.catchAll()
                ? "nobody else could be asked: paged " + names + " as the catch-all" + again(fired.position())
                : "step " + fired.position().step() + " paged " + names + again(fired.position());
    }

    static String nobody() {
        return "nobody could be paged: no step has anybody and there is no active administrator";
    }

    static String unreachable(Position at) {
        return "nobody of step " + at.step() + " could be reached" + again(at);
    }

    static String exhausted() {
        return "escalation exhausted: every step has been asked and nobody answered";
    }

    /** Why each person of the step is paged. */
    static Map<UUID, String> reasons(String policy, Plan plan, Move.Fired fired, Roster roster) {
        if (fired.catchAll()) {
            return fired.people().stream()
                    .collect(Collectors.toMap(person -> person, person -> "catch-all: nobody else could be asked"));
        }
        int step = fired.position().step();
        List<Target> targets = plan.step(step).targets();
        return roster.reasons(targets).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, why -> "step " + step + " of \"" + policy + "\": " + why.getValue()));
    }

    private static String again(Position at) {
        return at.repeat() == 0 ? "" : " (repeat " + at.repeat() + ")";
    }
}
