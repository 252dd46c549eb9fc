package dev.belfry.notifier.channel;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a provider made of one call; the detail never holds an address or a secret. */
public sealed interface Outcome {
    String detail();

    /**
     * The provider has the message.
     *
     * @param receipt by what the provider knows it; null when it has not said
     * @param account through which it went; null where none is needed
     * @param changeable whether it is changed in place when its incident moves on
     */
    record Accepted(
            String detail,
            @Nullable String receipt,
            @Nullable UUID account,
            boolean changeable) implements Outcome {
        public Accepted(String detail) {
            this(detail, null);
        }

        public Accepted(String detail, @Nullable String receipt) {
            this(detail, receipt, null, false);
        }

        Accepted through(UUID by) {
            return new Accepted(detail, receipt, by, changeable);
        }

        /** The same of a message that is to be kept true. */
        public Accepted changing() {
            return new Accepted(detail, receipt, account, receipt != null && !receipt.isEmpty());
        }
    }

    /**
     * It may go better later.
     *
     * @param trouble what it shows of the provider
     */
    record Passing(String detail, @Nullable Duration retryAfter, Trouble trouble) implements Outcome {}

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

    /** What one call shows of its provider. */
    enum Trouble {
        /** It serves, whatever it made of this message. */
        NONE,
        /** It said nothing of this address: that may be the provider's trouble, or one slow mailbox. */
        SUSPECTED,
        /** It serves nobody. */
        CERTAIN
    }

    default Trouble trouble() {
        return switch (this) {
            case Passing passing -> passing.trouble();
            case Ambiguous ambiguous -> Trouble.SUSPECTED;
            case Accepted accepted -> Trouble.NONE;
            case Permanent permanent -> permanent.fault() == Fault.CHANNEL ? Trouble.CERTAIN : Trouble.NONE;
        };
    }
}
