package dev.belfry.notifier.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a channel can be used, and how its last calls went. */
public record ChannelState(
        Channel channel,
        boolean configured,
        boolean healthy,
        String detail,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant lastFailureAt) {

    static ChannelState fresh(Channel channel, boolean configured, String detail) {
        return new ChannelState(channel, configured, configured, detail, null, null);
    }

    /** A refused address says nothing about the channel. */
    ChannelState after(Outcome outcome, Instant at) {
        return switch (outcome) {
            case Outcome.Accepted accepted ->
                new ChannelState(channel, configured, true, "the last message was taken", at, lastFailureAt);
            case Outcome.Passing passing ->
                new ChannelState(channel, configured, false, passing.detail(), lastSuccessAt, at);
            case Outcome.Ambiguous ambiguous ->
                new ChannelState(channel, configured, false, ambiguous.detail(), lastSuccessAt, at);
            case Outcome.Permanent permanent ->
                permanent.fault() == Outcome.Fault.CHANNEL
                        ? new ChannelState(channel, configured, false, permanent.detail(), lastSuccessAt, at)
                        : this;
        };
    }
}
