package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way to reach one person.
 *
 * @param secret signs what is sent to a webhook
 * @param disabled why it is not used any more; null while it is
 * @param calm how much longer pages through it are gathered for one digest
 * @param verifiedAt when it was shown that what is sent there reaches the person; null when it was not. It is paged all the same
 */
public record ContactMethod(
        UUID id,
        UUID user,
        Channel type,
        String label,
        String address,
        @Nullable String secret,
        @Nullable String disabled,
        @Nullable Instant verifiedAt,
        Duration calm,
        long version,
        Instant createdAt) {

    public boolean enabled() {
        return disabled == null;
    }

    public Destination destination() {
        return new Destination(type, address, secret);
    }

    /** The label as everybody may see it: people like to name a method by its address. */
    public String publicLabel() {
        return label.replace(address, Address.masked(type, address));
    }
}
