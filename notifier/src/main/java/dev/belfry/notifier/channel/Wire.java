package dev.belfry.notifier.channel;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one kind of provider is asked over HTTP, and what its answers mean. Pure. */
public interface Wire {
    /**
     * A message to be sent.
     *
     * @param account through which it goes; null where none is needed
     * @param thread by what the provider knows the first message of the conversation; null where there is none
     */
    record Letter(
            Destination to,
            Notice notice,
            @Nullable Account account,
            Instant now,
            @Nullable String thread) {
        public Card card() {
            return notice.card();
        }

        /** The secret of the contact method; empty when it has none. */
        public String secret() {
            return Objects.requireNonNullElse(to.secret(), "");
        }

        /** A value of the account; empty when it has none. */
        public String value(String field) {
            return account == null ? "" : account.value(field);
        }
    }

    /** @throws IllegalArgumentException when nothing can be made of the address */
    Request request(Letter letter);

    Outcome outcome(Answer answer, Instant now);

    /** How it is done through that account, where a channel has several kinds. */
    default Wire through(Account account) {
        return this;
    }

    /** Asks for what the provider has of earlier attempts; null where it cannot be asked. */
    default @Nullable Request lookup(Letter letter) {
        return null;
    }

    /** The earlier attempt that arrived; null when none did. */
    default @Nullable Outcome found(Answer answer, Letter letter) {
        return null;
    }

    /**
     * Puts this message in the place of one that was sent; null where that cannot be done.
     *
     * @param receipt by what the provider knows the message that stands there
     */
    default @Nullable Request edit(Letter letter, String receipt) {
        return null;
    }

    /** Whether messages can be changed in place. */
    default boolean edits() {
        return false;
    }

    /** Whether what comes later of one incident belongs into the thread of its first message. */
    default boolean threads() {
        return false;
    }

    /** Whether it goes through an account that an admin sets up. */
    default boolean throughAccount() {
        return false;
    }

    /** What the provider makes of the same message sent twice. */
    default ChannelFigures.Repeats repeats() {
        return ChannelFigures.Repeats.VISIBLE;
    }
}
