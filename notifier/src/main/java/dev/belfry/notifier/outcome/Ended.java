package dev.belfry.notifier.outcome;

import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Sending;

/** An attempt that has come to its end. */
public record Ended(Sending sending, Outcome outcome, Repeats repeats) {
    /** As the attempt tells it. */
    String word() {
        return switch (outcome) {
            case Outcome.Accepted accepted -> "sent";
            case Outcome.Passing passing -> "passing";
            case Outcome.Permanent permanent -> "permanent";
            case Outcome.Ambiguous ambiguous -> "ambiguous";
        };
    }
}
