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
            case WEBHOOK, SLACK, TEAMS, MATTERMOST, DISCORD, GOOGLE_CHAT, ROCKET_CHAT, GOTIFY ->
                webUrl(address) ? null : "must be an http or https URL with a host, without user and password";
            case NTFY ->
                webUrl(address) && address.matches("https?://[^/?#]+/[A-Za-z0-9_-]{1,64}/?")
                        ? null
                        : "must be the URL of a topic such as https://ntfy.sh/my-topic";
            case SLACK_BOT ->
                address.matches("[UWCGD][A-Z0-9]{2,30}")
                        ? null
                        : "must be a member ID such as U012AB3CD, or the ID of a channel such as C012AB3CD";
            case MATRIX ->
                address.matches("![\\x21-\\x7e]{2,254}") ? null : "must be the ID of a room, which begins with !";
            case TELEGRAM ->
                address.matches("-?\\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}")
                        ? null
                        : "must be the ID of a chat, which is a number, or the @name of a channel";
            case SMS, VOICE ->
                address.matches("\\+[1-9]\\d{6,14}")
                        ? null
                        : "must be a phone number with its country, such as +491701234567";
            case PUSHOVER -> address.matches("[A-Za-z0-9]{30}") ? null : "must be a key of 30 letters and digits";
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
        return switch (channel) {
            case EMAIL -> {
                int at = address.indexOf('@');
                yield at < 1 ? "***" : address.charAt(0) + "***" + address.substring(at);
            }
            case SLACK_BOT, MATRIX, TELEGRAM, PUSHOVER -> "***";
            case SMS, VOICE -> "··" + address.substring(address.length() - 2);
            default -> {
                var uri = URI.create(address);
                yield uri.getScheme() + "://" + uri.getHost() + "/***";
            }
        };
    }
}
