package dev.belfry.oncall.paging.escalation;

import java.util.List;

/**
 * What was decided for one escalation.
 *
 * @param facts what happened on the way to it
 */
record DecidedStep(Scene scene, Move move, List<Fact> facts) {
    DecidedStep {
        facts = List.copyOf(facts);
    }

    /** True when it must be drawn who of several people is asked. */
    boolean undrawn() {
        return move instanceof Move.Fired fired && fired.undrawn();
    }

    /** The same with the one whose turn it is. */
    DecidedStep turn(long turn) {
        return move instanceof Move.Fired fired ? new DecidedStep(scene, fired.turn(turn), facts) : this;
    }
}
