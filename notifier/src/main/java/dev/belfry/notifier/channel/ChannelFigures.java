package dev.belfry.notifier.channel;

/**
 * What a channel brings to the road: how much its lane may do at once, and what the provider promises about repeats.
 *
 * @param slots calls under way at once, and so connections
 * @param perMethod calls to one contact method at once
 * @param perSecond calls that may begin in a second
 * @param digest whether pages of the same seconds to one person become one message
 * @param oneProvider whether all calls go to the same provider, so that its trouble holds the lane
 * @param repeats what happens to an attempt whose outcome nobody knows
 */
public record ChannelFigures(
        int slots, int perMethod, int perSecond, boolean digest, boolean oneProvider, Repeats repeats) {

    /** What the provider makes of the same message sent twice. */
    public enum Repeats {
        /** Class A: it knows the message by its id. Sent again as it is. */
        KNOWN,
        /** Class C: it cannot know. A page goes out again and says so, a notice does not. */
        VISIBLE
    }

    /** @param connections how many connections the mail server is offered at most */
    public static ChannelFigures email(int connections) {
        return new ChannelFigures(connections, 1, 2_000, true, true, Repeats.VISIBLE);
    }

    public static ChannelFigures webhook(int slots) {
        return new ChannelFigures(slots, 8, 2_000, false, false, Repeats.KNOWN);
    }

    /** The same channel with other slots, for what is no page. */
    public ChannelFigures withSlots(int other) {
        return new ChannelFigures(other, perMethod, perSecond, digest, oneProvider, repeats);
    }
}
