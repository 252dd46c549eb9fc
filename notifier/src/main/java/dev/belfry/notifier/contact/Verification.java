package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A code that was sent to a contact method, and what is made of an answer. Few codes go out and few guesses are taken, so
 * that six digits are enough and nobody is flooded by somebody who types a stranger's address.
 *
 * @param hash of the code and the address it went to: a code says nothing about another address
 */
public record Verification(UUID id, UUID method, UUID user, String hash, int tries, Instant sentAt, Instant expiresAt) {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final int TRIES = 5;
    /** Mail takes its time: who asks again at once gets two codes, and types the one that does not count. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    static final Duration WINDOW = Duration.ofHours(1);
    static final int MOST_OF_METHOD = 5;
    static final int MOST_OF_PERSON = 10;

    /** When a code went to which method of a person. */
    public record SentCode(UUID method, Instant at) {}

    /** What an answer turns out to be. */
    public sealed interface Judgement {
        record Right() implements Judgement {}

        /** @param left how many more guesses are taken */
        record Wrong(int left) implements Judgement {}

        /** No code was sent, or it does not count any more. */
        record NoCode() implements Judgement {}
    }

    static String code(RandomGenerator random) {
        return String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
    }

    static Verification of(UUID id, ContactMethod method, String code, byte[] key, Instant now) {
        return new Verification(
                id, method.id(), method.user(), hash(key, id, method.address(), code), 0, now, now.plus(LIFE));
    }

    /** With a key, since a million codes are tried in no time. */
    private static String hash(byte[] key, UUID id, String address, String code) {
        var signed = "contact-code " + id + " " + code + " " + address;
        return HexFormat.of().formatHex(WebhookSignature.hmac(key, signed.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * How long the person has to wait for another code to this method; zero when they need not.
     *
     * @param sent to all methods of the person within {@link #WINDOW}
     */
    static Duration wait(List<SentCode> sent, UUID method, Instant now) {
        var toMethod =
                sent.stream().filter(code -> code.method().equals(method)).toList();
        var until = now;
        for (var code : toMethod) {
            until = later(until, code.at().plus(PAUSE));
        }
        until = later(until, free(toMethod, MOST_OF_METHOD, now));
        return Duration.between(now, later(until, free(sent, MOST_OF_PERSON, now)));
    }

    /** When fewer than so many lie within the window. */
    private static Instant free(List<SentCode> sent, int most, Instant now) {
        return sent.size() < most
                ? now
                : sent.stream()
                        .map(SentCode::at)
                        .sorted()
                        .skip(sent.size() - (long) most)
                        .findFirst()
                        .orElse(now)
                        .plus(WINDOW);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** @param newest the last code that was sent to the method */
    static Judgement judge(@Nullable Verification newest, ContactMethod method, String code, byte[] key, Instant now) {
        if (newest == null || !now.isBefore(newest.expiresAt) || newest.tries >= TRIES) {
            return new Judgement.NoCode();
        }
        var hash = hash(key, newest.id, method.address(), code);
        return MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII), newest.hash.getBytes(StandardCharsets.US_ASCII))
                ? new Judgement.Right()
                : new Judgement.Wrong(TRIES - newest.tries - 1);
    }
}
