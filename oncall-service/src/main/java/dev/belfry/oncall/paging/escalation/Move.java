package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an escalation does next. */
public sealed interface Move {
    /** The steps that were passed over on the way. */
    List<Skipped> skipped();

    /**
     * Page these and wait.
     *
     * @param catchAll they stand in for an empty or unreachable policy
     * @param roundRobin only one of the people is meant: see {@link #turn}
     * @param everyone each of the people has to acknowledge
     */
    record Fired(
            Position position,
            List<Party> called,
            boolean catchAll,
            boolean roundRobin,
            boolean everyone,
            Duration delay,
            List<Skipped> skipped)
            implements Move {
        public Fired {
            called = List.copyOf(called);
            skipped = List.copyOf(skipped);
        }

        /** True when it must be drawn who of several people is asked. */
        boolean undrawn() {
            return roundRobin && called.stream().filter(Party::person).count() > 1;
        }

        /** Only the one whose turn it is, and the places. */
        Fired turn(long turn) {
            List<Party> people = called.stream().filter(Party::person).toList();
            Party one = people.get((int) Math.floorMod(turn, (long) people.size()));
            return new Fired(
                    position,
                    called.stream()
                            .filter(some -> !some.person() || some.equals(one))
                            .toList(),
                    catchAll,
                    false,
                    everyone,
                    delay,
                    skipped);
        }
    }

    /**
     * Stay here and look again then.
     *
     * @param next the step that is waited for
     * @param hold for somebody to come on call, not for another day
     */
    record Waits(Instant until, int next, boolean hold, List<Skipped> skipped) implements Move {
        public Waits {
            skipped = List.copyOf(skipped);
        }
    }

    /** Nothing more will happen by itself. */
    record Exhausted(FactReason reason, List<Skipped> skipped) implements Move {
        public Exhausted {
            skipped = List.copyOf(skipped);
        }
    }
}
