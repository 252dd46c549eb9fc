package dev.belfry.oncall.identity.people;

import dev.belfry.platform.id.Sha256;
import java.util.random.RandomGenerator;

/** How a token's secret looks: {@code blf_}, eight characters to recognise it by, and forty that are nobody's business. */
public final class TokenSecret {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX_LENGTH = "blf_12345678".length();

    private TokenSecret() {}

    public static String make(RandomGenerator random) {
        return "blf_" + characters(random, 8) + "_" + characters(random, 40);
    }

    /** A password that is good for one sign-in: more than a hundred bits of chance. */
    static String password(RandomGenerator random) {
        return characters(random, 20);
    }

    /** What may be shown later. */
    static String prefix(String secret) {
        return secret.substring(0, Math.min(PREFIX_LENGTH, secret.length() / 2));
    }

    /** A fast hash is enough: the secret has more than 230 bits of chance in it. */
    static String hash(String secret) {
        return Sha256.hex(secret);
    }

    private static String characters(RandomGenerator random, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
