package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Mailbox;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What an address must look like, and how it looks to those it is not for. */
public final class Address {
    private Address() {}

    /** Why this is no address of that channel; null when it is one. */
    public static @Nullable String problem(Channel channel, String address) {
        return switch (channel) {
            case EMAIL ->
                Mailbox.of(address).isPresent()
                        ? null
                        : Mailbox.isAmbiguous(address)
                                ? "has a letter in its domain that is written in two ways: give the domain as xn--…"
                                : "must be an e-mail address such as ann@example.net";
            case WEBHOOK ->
                webUrl(address) ? null : "must be an http or https URL with a host, without user and password";
        };
    }

    private static boolean webUrl(String address) {
        try {
            var uri = URI.create(address);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** {@code a***@example.net}; {@code https://hooks.example.net/***}. */
    public static String masked(Channel channel, String address) {
        if (channel == Channel.EMAIL) {
            int at = address.indexOf('@');
            return at < 1 ? "***" : address.charAt(0) + "***" + address.substring(at);
        }
        var uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getHost() + "/***";
    }
}
