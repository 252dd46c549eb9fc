package dev.belfry.oncall.escalation;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What an escalation does next. */
public sealed interface Move {
    /** The steps that were passed over because nobody was on call in them. */
    List<Position> skipped();

    /** Page these people and wait; {@code catchAll} when they stand in for an empty or unreachable policy. */
    record Fired(Position position, List<UUID> people, boolean catchAll, Duration delay, List<Position> skipped)
            implements Move {
        public Fired {
            people = List.copyOf(people);
            skipped = List.copyOf(skipped);
        }
    }

    /** Every step of every repeat has had its time: nothing more will happen by itself. */
    record Exhausted(List<Position> skipped) implements Move {
        public Exhausted {
            skipped = List.copyOf(skipped);
        }
    }
}
