package dev.belfry.notifier.channel;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes.
 *
 * @param secret signs a webhook; null for e-mail
 */
public record Destination(
        Channel channel, String address, @Nullable String secret) {
    /** Never tells address or secret: destinations end up in logs. */
    @Override
    public String toString() {
        return channel.word();
    }
}
