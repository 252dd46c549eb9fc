package dev.belfry.notifier.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider made of one call; the detail never holds an address or a secret. */
public sealed interface Outcome {
    String detail();

    /** The provider has the message. */
    record Accepted(String detail) implements Outcome {}

    /** It may go better later. */
    record Passing(String detail, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * It will not go better.
     *
     * @param gone the address itself said that it is not to be used any more
     */
    record Permanent(String detail, boolean gone) implements Outcome {}
}
