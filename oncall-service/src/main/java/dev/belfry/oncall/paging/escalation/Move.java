package dev.belfry.oncall.paging.escalation;

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
            List<Called> called,
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
            return roundRobin && called.stream().filter(Called::person).count() > 1;
        }

        /** Only the one whose turn it is, and the places. */
        Fired turn(long turn) {
            List<Called> people = called.stream().filter(Called::person).toList();
            Called one = people.get((int) Math.floorMod(turn, (long) people.size()));
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
     * @param hold for somebody to come on call, not for another day
     */
    record Waits(Instant until, boolean hold, String why, List<Skipped> skipped) implements Move {
        public Waits {
            skipped = List.copyOf(skipped);
        }
    }

    /** Nothing more will happen by itself. */
    record Exhausted(String why, List<Skipped> skipped) implements Move {
        public Exhausted {
            skipped = List.copyOf(skipped);
        }
    }
}
