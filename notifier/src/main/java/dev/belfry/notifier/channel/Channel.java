package dev.belfry.notifier.channel;

import java.util.Locale;

/** A kind of way to reach somebody. The order is that in which ways that are due at the same time are tried. */
public enum Channel {
    EMAIL("E-mail", "mail"),
    WEBHOOK("Webhook", "webhook"),
    SLACK("Slack webhook", "brand-slack"),
    SLACK_BOT("Slack", "brand-slack"),
    TEAMS("Microsoft Teams", "brand-teams"),
    MATTERMOST("Mattermost", "messages"),
    DISCORD("Discord", "brand-discord"),
    GOOGLE_CHAT("Google Chat", "brand-google"),
    ROCKET_CHAT("Rocket.Chat", "rocket"),
    MATRIX("Matrix", "matrix"),
    TELEGRAM("Telegram", "brand-telegram"),
    NTFY("ntfy", "device-mobile"),
    GOTIFY("Gotify", "device-mobile"),
    PUSHOVER("Pushover", "device-mobile"),
    SMS("SMS", "message"),
    VOICE("Call", "phone");

    private final String title;
    private final String icon;

    Channel(String title, String icon) {
        this.title = title;
        this.icon = icon;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** The icon that stands beside it. */
    public String icon() {
        return icon;
    }

    /** As it is written in events, tables and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is no channel */
    public static Channel of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
