package dev.belfry.notifier.delivery;

import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.guard.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may start, and what follows from how it ended; no clock, no chance of its own. */
public final class Attempts {
    static final int MAX = 6;
    static final Duration BASE = Duration.ofMillis(500);
    static final Duration CAP = Duration.ofSeconds(30);
    /** How long after its time a delivery is tried again. */
    static final Duration PATIENCE = Duration.ofMinutes(10);
    /** A call ends after ten seconds; one without an outcome after this long is lost. */
    static final Duration LOST_AFTER = Duration.ofSeconds(30);

    private Attempts() {}

    /** Whether an attempt may start. */
    public sealed interface Start {
        /** @param repeat an earlier attempt may have arrived */
        record Begin(int attempt, boolean repeat) implements Start {}

        record Cancel(String reason) implements Start {}

        record GiveUp(String detail) implements Start {}
    }

    /** What follows from an outcome. */
    public sealed interface Next {
        record Sent(String detail) implements Next {}

        record Retry(Duration delay, String detail) implements Next {}

        /** @param disable the contact method is not to be used any more */
        record Failed(String detail, boolean disable) implements Next {}
    }

    /**
     * @param open the last attempt has no outcome: it may have arrived
     * @param reachable the contact method is still there and in use
     */
    public static Start start(int tries, boolean open, boolean reachable, int cycle, @Nullable Guard guard) {
        var refusal = guard == null ? null : guard.refusal(cycle);
        if (refusal != null) {
            return new Start.Cancel(refusal);
        }
        if (!reachable) {
            return new Start.GiveUp("the contact method was removed or disabled");
        }
        if (tries >= MAX) {
            return new Start.GiveUp("no attempt of " + MAX + " has come to an end");
        }
        return new Start.Begin(tries + 1, open);
    }

    /** @param previousWait how long the delivery waited before this attempt; zero at the first */
    public static Next next(
            Outcome outcome,
            int attempt,
            Duration previousWait,
            Instant now,
            Instant deadline,
            RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> new Next.Sent(accepted.detail());
            case Outcome.Permanent permanent ->
                new Next.Failed(permanent.detail(), permanent.fault() == Outcome.Fault.GONE);
            case Outcome.Passing passing -> {
                var wait = wait(passing.retryAfter(), previousWait, random);
                yield attempt >= MAX || now.plus(wait).isAfter(deadline)
                        ? new Next.Failed(passing.detail() + "; given up after " + attempt + " attempts", false)
                        : new Next.Retry(wait, passing.detail());
            }
        };
    }

    /** Decorrelated jitter: {@code min(cap, uniform(base, 3 × previous))}, but never sooner than the provider asked. */
    private static Duration wait(@Nullable Duration retryAfter, Duration previous, RandomGenerator random) {
        long base = BASE.toMillis();
        long bound = Math.max(base + 1, 3 * Math.max(base, previous.toMillis()));
        var wait = Duration.ofMillis(Math.min(CAP.toMillis(), random.nextLong(base, bound)));
        return retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
    }
}
