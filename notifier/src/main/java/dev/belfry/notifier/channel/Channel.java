package dev.belfry.notifier.channel;

import java.util.Locale;

/** A kind of way to reach somebody. */
public enum Channel {
    EMAIL,
    WEBHOOK;

    /** As it is written in events, tables and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is no channel */
    public static Channel of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
