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

    /** What a channel over HTTP may do: where its provider says how much it takes, no more than that. */
    public static ChannelFigures http(Channel channel, int slots, Repeats repeats) {
        return switch (channel) {
            case EMAIL -> throw new IllegalArgumentException("mail does not go over HTTP");
            case WEBHOOK -> new ChannelFigures(slots, 8, 2_000, false, false, repeats);
            // One message a second for each hook, which the digest sees to.
            case SLACK, SLACK_BOT, GOOGLE_CHAT -> new ChannelFigures(16, 1, 100, true, true, repeats);
            // Each has a server of its own.
            case TEAMS, MATTERMOST, ROCKET_CHAT, NTFY, GOTIFY -> new ChannelFigures(16, 1, 100, true, false, repeats);
            // 50 a second for one address of the network, 30 for a bot.
            case DISCORD -> new ChannelFigures(16, 1, 40, true, true, repeats);
            case TELEGRAM -> new ChannelFigures(16, 1, 25, true, true, repeats);
            case MATRIX -> new ChannelFigures(8, 1, 20, true, true, repeats);
            // It asks for no more than two connections.
            // What a number of ours sends at once is queued by the provider.
            case SMS -> new ChannelFigures(16, 1, 50, true, true, repeats);
            case VOICE -> new ChannelFigures(16, 1, 10, true, true, repeats);
            case PUSHOVER -> new ChannelFigures(2, 1, 10, true, true, repeats);
        };
    }

    /** The same channel with so many slots at most, for what is no page. */
    public ChannelFigures withSlots(int other) {
        return new ChannelFigures(Math.min(slots, other), perMethod, perSecond, digest, oneProvider, repeats);
    }
}
