package dev.belfry.notifier.lane;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.delivery.LaneName;
import java.time.Duration;
import java.util.Map;

/**
 * All lanes of the notifier.
 *
 * @param window how long the pages of one person are gathered into a digest; zero: never
 */
public record Lanes(Map<LaneName, LaneCommands> all, Map<Channel, ChannelFigures> channels, Duration window) {
    public LaneCommands lane(LaneName name) {
        var lane = all.get(name);
        if (lane == null) {
            throw new IllegalArgumentException("there is no lane " + name.word());
        }
        return lane;
    }

    public ChannelFigures figures(Channel channel) {
        var figures = channels.get(channel);
        if (figures == null) {
            throw new IllegalArgumentException("there is no channel " + channel.word());
        }
        return figures;
    }
}
