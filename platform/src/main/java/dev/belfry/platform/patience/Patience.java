package dev.belfry.platform.patience;

import java.time.Duration;

/**
 * Decides what follows from a failure: wait and try again, try with half of the work, or set the one piece aside so that
 * the rest goes on. Nothing is tried for ever in silence: only what is {@link Cause#AWAY} is tried without end, and that is
 * logged and measured.
 *
 * <pre>
 *              more than one piece                 one piece
 *   AWAY       wait                                wait
 *   SLOW       halve                               wait, five tries, then set aside
 *   CERTAIN    halve                               set aside
 *   UNKNOWN    wait once, then halve               wait, five tries, then set aside
 * </pre>
 */
public final class Patience {
    /** How often one piece is tried before it is set aside. */
    public static final int TRIES = 5;

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private Patience() {}

    /** What to do next. */
    public sealed interface Verdict {
        /** @param counts false when the failure says nothing about this piece of work, so that it is no attempt of it */
        record Wait(Duration delay, boolean counts) implements Verdict {}

        record Halve() implements Verdict {}

        record SetAside() implements Verdict {}
    }

    /**
     * @param attempt which attempt of the same work failed, from 1
     * @param size how many pieces were tried together
     */
    public static Verdict after(Throwable failure, int attempt, int size) {
        return switch (Cause.of(failure)) {
            case AWAY -> new Verdict.Wait(FIRST, false);
            case SLOW -> size > 1 ? new Verdict.Halve() : waitOrSetAside(attempt);
            case CERTAIN -> size > 1 ? new Verdict.Halve() : new Verdict.SetAside();
            case UNKNOWN -> {
                if (size == 1) {
                    yield waitOrSetAside(attempt);
                }
                yield attempt == 1 ? new Verdict.Wait(FIRST, true) : new Verdict.Halve();
            }
        };
    }

    private static Verdict waitOrSetAside(int attempt) {
        return attempt >= TRIES ? new Verdict.SetAside() : new Verdict.Wait(delay(attempt), true);
    }

    /** Half a second, then twice as long each time, at most eight seconds. */
    public static Duration delay(int attempt) {
        var doubled = FIRST.multipliedBy(1L << Math.clamp(attempt - 1, 0, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
