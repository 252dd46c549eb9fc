package dev.belfry.notifier.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a button in a chat asks for. */
public enum Press {
    ACKNOWLEDGE("Acknowledge"),
    RESOLVE("Resolve");

    private final String words;

    Press(String words) {
        this.words = words;
    }

    /** As the button says it. */
    public String words() {
        return words;
    }

    /** As the chat brings it back. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is none. */
    public static Optional<Press> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
