package dev.belfry.notifier.delivery;

import dev.belfry.notifier.channel.Channel;

/**
 * Which lane a delivery takes: pages and notices of one channel never share slots or connections.
 *
 * @param notices the lane of what is no page
 */
public record LaneName(Channel channel, boolean notices) {
    /** As it is written in tables and metrics. */
    public String word() {
        return notices ? channel.word() + "-notices" : channel.word();
    }

    public static LaneName of(Channel channel, Matter matter) {
        return new LaneName(channel, matter instanceof Matter.OfNotice);
    }
}
