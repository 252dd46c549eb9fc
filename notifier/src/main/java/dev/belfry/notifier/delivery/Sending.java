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
 * @param unknown earlier attempts of which nobody knows whether they arrived
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
        int unknown,
        Duration previousWait,
        Instant deadline) {
    /** So many copies go out without a pause. */
    public static final int COPIES = 3;

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
                unknown,
                previousWait,
                deadline);
    }

    /** Whether an earlier attempt may have arrived. */
    public boolean repeat() {
        return unknown > 0;
    }

    /**
     * How long another copy waits at least, once so many attempts may have arrived: two repeats go out soon, the next after a
     * minute, and each then waits twice as long, up to an hour.
     */
    public static Duration pauseAfter(int unknown) {
        return unknown < COPIES ? Duration.ZERO : Duration.ofMinutes(Math.min(60, 1L << Math.min(6, unknown - COPIES)));
    }

    public LaneName lane() {
        return LaneName.of(Channel.of(channel), matter);
    }

    /** The page it brings; null for a notice. */
    public @Nullable Page page() {
        return matter instanceof Matter.OfPage page ? page.page() : null;
    }
}
