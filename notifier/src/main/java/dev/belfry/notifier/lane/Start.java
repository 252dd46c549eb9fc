package dev.belfry.notifier.lane;

import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.guard.Guard;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may start. */
sealed interface Start {
    record Call() implements Start {}

    /** The page is not wanted any more. */
    record Cancel(String reason) implements Start {}

    /** There is nothing to call: this is what became of it. */
    record Give(Outcome outcome) implements Start {}

    /** @param lost whoever made the last attempt is gone, or could not write what came of it */
    static Start decide(Sending sending, boolean lost, Repeats repeats, @Nullable Guard guard, Instant now) {
        var page = sending.page();
        var refusal = guard == null || page == null ? null : guard.refusal(page);
        if (refusal != null) {
            return new Cancel(refusal);
        }
        if (sending.destination() == null) {
            return give("the contact method was removed or disabled");
        }
        if (sending.repeat() && repeats == Repeats.VISIBLE && sending.matter() instanceof Matter.OfNotice) {
            return give("it may have arrived, and a notice is not sent twice");
        }
        if (sending.tries() > 0 && now.isAfter(sending.deadline())) {
            return give("given up after " + sending.tries() + " attempts");
        }
        var pause = Sending.pauseAfter(sending.unknown());
        if (lost && repeats == Repeats.VISIBLE && pause.isPositive()) {
            return new Give(new Outcome.Passing(
                    "nobody knows of " + sending.unknown() + " attempts whether they arrived",
                    pause,
                    Outcome.Trouble.NONE));
        }
        return new Call();
    }

    private static Start give(String detail) {
        return new Give(new Outcome.Permanent(detail, Outcome.Fault.ADDRESS));
    }
}
