package dev.belfry.notifier.outcome;

import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from the outcome of a call. Deferred is not failed: it is tried again until its time is over. */
sealed interface Next {
    String detail();

    record Sent(String detail) implements Next {}

    record Deferred(Duration pause, String detail) implements Next {}

    /** @param disable the contact method is not to be used any more */
    record Failed(String detail, boolean disable) implements Next {}

    /** Between which bounds a delivery waits before its next attempt. */
    enum Pace {
        PAGE(Duration.ofMillis(500), Duration.ofSeconds(30)),
        NOTICE(Duration.ofMinutes(1), Duration.ofMinutes(30));

        private final Duration base;
        private final Duration cap;

        Pace(Duration base, Duration cap) {
            this.base = base;
            this.cap = cap;
        }

        static Pace of(Matter matter) {
            return matter instanceof Matter.OfPage ? PAGE : NOTICE;
        }

        Duration base() {
            return base;
        }

        Duration cap() {
            return cap;
        }
    }

    static Next decide(Sending sending, Outcome outcome, Repeats repeats, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> new Sent(accepted.detail());
            case Outcome.Permanent permanent -> new Failed(permanent.detail(), permanent.fault() == Outcome.Fault.GONE);
            case Outcome.Passing passing -> again(sending, passing.detail(), passing.retryAfter(), now, random);
            case Outcome.Ambiguous ambiguous ->
                repeats == Repeats.VISIBLE && sending.matter() instanceof Matter.OfNotice
                        ? new Failed(ambiguous.detail() + "; a notice is not sent twice", false)
                        : again(sending, ambiguous.detail(), pause(sending, repeats), now, random);
        };
    }

    /** Copies that somebody sees go out less and less often. */
    private static Duration pause(Sending sending, Repeats repeats) {
        return repeats == Repeats.VISIBLE ? Sending.pauseAfter(sending.unknown() + 1) : Duration.ZERO;
    }

    private static Next again(
            Sending sending, String detail, @Nullable Duration atLeast, Instant now, RandomGenerator random) {
        var wait = wait(Pace.of(sending.matter()), atLeast, sending.previousWait(), random);
        return now.plus(wait).isAfter(sending.deadline())
                ? new Failed(detail + "; given up after " + sending.tries() + " attempts", false)
                : new Deferred(wait, detail);
    }

    /** Decorrelated jitter: {@code min(cap, uniform(base, 3 × previous))}, but never sooner than was asked. */
    private static Duration wait(Pace pace, @Nullable Duration atLeast, Duration previous, RandomGenerator random) {
        long base = pace.base().toMillis();
        long bound = 3 * Math.max(base, previous.toMillis());
        var wait = Duration.ofMillis(Math.min(pace.cap().toMillis(), random.nextLong(base, bound)));
        return atLeast != null && atLeast.compareTo(wait) > 0 ? atLeast : wait;
    }
}
