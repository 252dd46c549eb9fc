package dev.belfry.notifier.delivery;

import dev.belfry.contracts.page.Page;
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
 * @param open an attempt was made whose outcome nobody wrote down
 * @param previousWait how long it waited before
 */
public record Sending(
        UUID delivery,
        Page page,
        @Nullable UUID contactMethod,
        String channel,
        String label,
        @Nullable Destination destination,
        int tries,
        boolean open,
        Duration previousWait,
        Instant deadline) {

    Sending begun(Attempts.Start.Begin begin) {
        return new Sending(
                delivery,
                page,
                contactMethod,
                channel,
                label,
                destination,
                begin.attempt(),
                begin.repeat(),
                previousWait,
                deadline);
    }
}
