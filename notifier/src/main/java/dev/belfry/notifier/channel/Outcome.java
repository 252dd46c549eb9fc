package dev.belfry.notifier.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider made of one call; the detail never holds an address or a secret. */
public sealed interface Outcome {
    String detail();

    /** The provider has the message. */
    record Accepted(String detail) implements Outcome {}

    /**
     * It may go better later.
     *
     * @param provider the provider did not serve at all: it says nothing about this address
     */
    record Passing(String detail, @Nullable Duration retryAfter, boolean provider) implements Outcome {}

    /** The provider has the content and has not said whether it took it. */
    record Ambiguous(String detail) implements Outcome {}

    /**
     * It will not go better.
     *
     * @param fault what has to be mended
     */
    record Permanent(String detail, Fault fault) implements Outcome {}

    /** What is at fault when something will not go better by itself. */
    enum Fault {
        /** This message to this address. */
        ADDRESS,
        /** The address itself said that it is not to be used any more. */
        GONE,
        /** The channel: its settings are wrong, and no message gets through. */
        CHANNEL
    }

    /** Whether the provider itself is in trouble, as far as this call shows. */
    default boolean showsTrouble() {
        return switch (this) {
            case Passing passing -> passing.provider();
            case Ambiguous ambiguous -> true;
            case Accepted accepted -> false;
            case Permanent permanent -> permanent.fault() == Fault.CHANNEL;
        };
    }
}
