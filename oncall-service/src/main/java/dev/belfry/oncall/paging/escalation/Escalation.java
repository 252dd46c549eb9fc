package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.identity.outcome.Thing;
import dev.belfry.oncall.paging.policy.Condition;
import dev.belfry.oncall.paging.policy.PolicyStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an escalation climbs; what is running and what is only simulated ask it alike.
 *
 * <p>A step whose conditions do not hold, or that has nobody, is skipped at once. A whole pass in which nobody could be
 * asked pages the catch-all, so that no incident is ever silent. People who turn out to be unreachable move the climb to the
 * next step now, but never to the next repeat: repeats keep their distance, since what cannot be delivered now may be
 * deliverable then.
 */
public final class Escalation {
    public static final Thing THING = new Thing("escalation", "/api/v1/escalations?incident=…");

    private Escalation() {}

    /** The first thing to do for an incident that needs somebody, or after {@code from} when it begins there anew. */
    public static Move begin(Plan plan, Position from, Situation now) {
        return climb(plan, from, false, now);
    }

    /** The delay of the step at {@code at} has passed without an acknowledgement. */
    public static Move overdue(Plan plan, Position at, Situation now) {
        boolean asked = at.step() > 0;
        return asked && (now.said() == Urgency.LOW || !plan.escalates(now.urgency()))
                ? new Move.Exhausted(FactReason.LOW_URGENCY, List.of())
                : climb(plan, at, asked, now);
    }

    /** Somebody does not want to wait: for the delay of the step at {@code at}, or for who comes on call; however urgent it is. */
    public static Move hastened(Plan plan, Position at, Situation now) {
        return climb(plan, at, at.step() > 0, now.impatient());
    }

    /** None of the people of the step at {@code at} can be reached; empty when there is nobody else before the next repeat. */
    public static Optional<Move> unreachable(Plan plan, Position at, Situation now) {
        return plan.beyond(at.step()) ? Optional.empty() : Optional.of(climb(plan, at, false, now));
    }

    private static Move climb(Plan plan, Position from, boolean asked, Situation now) {
        List<Skipped> skipped = new ArrayList<>();
        int step = from.step() + 1;
        int repeat = from.repeat();
        boolean somebody = asked;
        while (true) {
            if (plan.beyond(step)) {
                if (!somebody) {
                    return new Move.Fired(
                            plan.catchAll(repeat),
                            now.roster().lastResort(plan),
                            true,
                            false,
                            false,
                            plan.lastDelay(),
                            skipped);
                }
                int pass = repeat - now.base();
                if (!plan.goesOnAfter(pass)) {
                    return new Move.Exhausted(FactReason.NO_ANSWER, skipped);
                }
                Instant free = plan.notBefore(pass + 1, now.begun());
                if (free.isAfter(now.now())) {
                    return new Move.Waits(free, 1, false, skipped);
                }
                repeat++;
                step = 1;
                somebody = false;
                continue;
            }
            Position position = new Position(step, repeat);
            PolicyStep asking = plan.step(step).step();
            Condition.Unmet unmet = unmet(asking, now);
            List<Party> called = unmet == null ? called(asking, now) : List.of();
            if (!called.isEmpty()) {
                return new Move.Fired(
                        position, called, false, asking.roundRobin(), asking.everyone(), asking.delay(), skipped);
            }
            Instant next = unmet == null ? now.roster().nextOn().get(step) : null;
            if (next != null && next.isAfter(now.now())) {
                return new Move.Waits(next, step, true, skipped);
            }
            skipped.add(
                    unmet == null
                            ? new Skipped(position, nobody(asking), now.roster().named(asking.targets()), null)
                            : new Skipped(
                                    position, unmet.reason(), now.roster().named(asking.targets()), unmet.wanted()));
            step++;
        }
    }

    private static FactReason nobody(PolicyStep step) {
        return step.hold() == null ? FactReason.NOBODY_ON_CALL : FactReason.NOBODY_IN_TIME;
    }

    private static List<Party> called(PolicyStep step, Situation now) {
        List<Party> called = now.roster().resolve(step.targets());
        return step.everyone()
                ? called.stream()
                        .filter(one -> !now.acknowledged().contains(one.id()))
                        .toList()
                : called;
    }

    private static Condition.@Nullable Unmet unmet(PolicyStep step, Situation now) {
        for (Condition condition : step.conditions()) {
            Condition.Unmet unmet = condition.unmet(now.severity(), now.urgency(), now.now());
            if (unmet != null) {
                return unmet;
            }
        }
        return null;
    }
}
