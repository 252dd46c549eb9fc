package dev.belfry.oncall.identity.signin;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.id.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A link that signs its person in once. Its secret has two halves: one is mailed, the other stays in the browser that asked,
 * so that neither whoever reads the mail nor whoever reads the event log can sign in with what they see.
 */
final class SigninLink {
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final int HALF_BYTES = 24;

    private SigninLink() {}

    static String half(RandomGenerator random) {
        byte[] bytes = new byte[HALF_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether it may be one: nothing else is looked up. */
    static boolean looksLikeHalf(String text) {
        return text.matches("[A-Za-z0-9_-]{32}");
    }

    /** A fast hash is enough: each half has 192 bits of chance in it. */
    static String hash(String mailed, String kept) {
        return Sha256.hex(mailed + "." + kept);
    }

    /** @param address from where it was asked for, so that its person can tell whether it was they */
    static NoticeRequest notice(UUID id, UUID person, String mailed, String address, Instant now) {
        String text = "Somebody at the address " + address + " asked for a link to sign in as you.\n\n"
                + "If it was you, open it in the browser in which you asked. It works once, for " + LIFE.toMinutes()
                + " minutes.\n\n"
                + "If it was not you, do nothing: the link works in no other browser, and your password still holds.\n";
        return new NoticeRequest(
                id,
                person,
                "sign-in.link",
                "Your link to sign in to Belfry",
                text,
                "/sign-in/link/" + mailed,
                now,
                true);
    }
}
