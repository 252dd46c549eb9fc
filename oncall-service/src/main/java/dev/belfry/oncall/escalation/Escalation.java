package dev.belfry.oncall.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides how an escalation climbs.
 *
 * <p>An empty step is skipped at once. A whole pass in which nobody could be asked pages the catch-all, so that no
 * incident is ever silent. People who turn out to be unreachable move the climb to the next step now, but never to the
 * next repeat: repeats keep their distance, since what cannot be delivered now may be deliverable then.
 */
public final class Escalation {
    private Escalation() {}

    /** The first thing to do for an incident that needs somebody. */
    public static Move begin(Plan plan, Roster roster) {
        return climb(plan, Position.START, false, roster);
    }

    /** The delay of the step at {@code at} has passed without an acknowledgement. */
    public static Move overdue(Plan plan, Position at, Roster roster) {
        return climb(plan, at, true, roster);
    }

    /** None of the people of the step at {@code at} can be reached; empty when there is nobody else before the next repeat. */
    public static Optional<Move> unreachable(Plan plan, Position at, Roster roster) {
        return plan.beyond(at.step()) ? Optional.empty() : Optional.of(climb(plan, at, false, roster));
    }

    private static Move climb(Plan plan, Position from, boolean asked, Roster roster) {
        List<Position> skipped = new ArrayList<>();
        int step = from.step() + 1;
        int repeat = from.repeat();
        boolean somebody = asked;
        while (true) {
            if (plan.beyond(step)) {
                if (!somebody) {
                    return catchAll(plan, repeat, roster, skipped);
                }
                if (repeat >= plan.repeats()) {
                    return new Move.Exhausted(skipped);
                }
                repeat++;
                step = 1;
                somebody = false;
                continue;
            }
            Position position = new Position(step, repeat);
            var people = roster.resolve(plan.step(step).targets());
            if (!people.isEmpty()) {
                return new Move.Fired(position, people, false, plan.step(step).delay(), skipped);
            }
            skipped.add(position);
            step++;
        }
    }

    private static Move catchAll(Plan plan, int repeat, Roster roster, List<Position> skipped) {
        return new Move.Fired(
                plan.catchAll(repeat),
                roster.catchAll() == null ? List.of() : List.of(roster.catchAll()),
                true,
                plan.lastDelay(),
                skipped);
    }
}
