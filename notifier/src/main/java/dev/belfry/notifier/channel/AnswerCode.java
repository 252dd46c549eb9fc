package dev.belfry.notifier.channel;

import java.util.Locale;
import java.util.UUID;

/**
 * By which digits somebody answers a message where there is neither a link nor a button. They follow from the id of the message,
 * and count only together with the phone that it went to.
 */
public final class AnswerCode {
    private AnswerCode() {}

    /** Four digits. */
    public static String of(UUID message) {
        return String.format(Locale.ROOT, "%04d", Math.floorMod(message.getLeastSignificantBits(), 10_000L));
    }

    /** The key of a phone, 1 to 9: what picks up without a person behind it presses none. */
    public static String key(UUID message) {
        return Long.toString(1 + Math.floorMod(message.getLeastSignificantBits(), 9L));
    }
}
