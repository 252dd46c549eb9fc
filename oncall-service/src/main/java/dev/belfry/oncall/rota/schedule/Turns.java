package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;

/** The numbered turns of a rotation; where one begins the one before it ends, so there is neither hole nor overlap. */
sealed interface Turns permits CalendarTurns, RuleTurns {
    /** When this turn begins; it is empty when the next one begins at the same instant. */
    Instant boundary(long turn);

    /** The turn that is running at this instant: the last one whose boundary is not after it; negative before the first of a recurrence set. */
    long at(Instant instant);

    /** How many of the turns from {@code from} until just before {@code until} have an instant inside the windows. */
    long worked(long from, long until, Windows windows);

    static Turns of(Rotation rotation, ZoneId zone) {
        return rotation.rules().isEmpty() ? new CalendarTurns(rotation, zone) : new RuleTurns(rotation, zone);
    }
}
