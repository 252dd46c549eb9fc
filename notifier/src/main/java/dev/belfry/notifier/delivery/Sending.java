package dev.belfry.notifier.delivery;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery with all that an attempt needs.
 *
 * @param destination null when the contact method is gone or disabled
 * @param tries attempts so far; once one is under way, its number
 * @param repeat an earlier attempt may have arrived
 * @param previousWait how long it waited before
 * @param deadline when it is given up
 */
public record Sending(
        UUID delivery,
        Matter matter,
        UUID contactMethod,
        String channel,
        String label,
        @Nullable Destination destination,
        int tries,
        boolean repeat,
        Duration previousWait,
        Instant deadline) {

    /** The same with its next attempt under way. */
    public Sending begun() {
        return new Sending(
                delivery,
                matter,
                contactMethod,
                channel,
                label,
                destination,
                tries + 1,
                repeat,
                previousWait,
                deadline);
    }

    public LaneName lane() {
        return LaneName.of(Channel.of(channel), matter);
    }

    /** The page it brings; null for a notice. */
    public @Nullable Page page() {
        return matter instanceof Matter.OfPage page ? page.page() : null;
    }
}
