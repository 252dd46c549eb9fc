package dev.belfry.oncall.rota.schedule;

import java.time.Instant;

/** What is left of an exception that somebody takes away: what is past of it stays as it was. */
enum Closing {
    /** All of it lies ahead, or the past is corrected: nothing is left. */
    REMOVED,
    /** It has begun: it ends now. */
    ENDED,
    /** It is over, and stays. */
    CLOSED;

    /** What to say of what is over. */
    static final String OVER =
            "this is over, and what is past is closed. A manager of the team can still correct it, and says why";

    static final String FOR_MANAGERS =
            "What is past is closed. A manager of the team that owns the schedule can correct it.";

    static Closing of(Instant start, Instant end, Instant now, boolean corrects) {
        if (corrects || !start.isBefore(now)) {
            return REMOVED;
        }
        return end.isAfter(now) ? ENDED : CLOSED;
    }
}
