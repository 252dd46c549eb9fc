package dev.belfry.oncall.identity.signin;

import dev.belfry.platform.id.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Codes to sign in with once each, when the authenticator is lost; only their hashes are kept. */
public final class RecoveryCode {
    private static final int HOW_MANY = 10;
    /** No letter that looks like another. */
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

    private RecoveryCode() {}

    /** Sixteen characters each, in groups of four. */
    public static List<String> make(RandomGenerator random) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < HOW_MANY; i++) {
            StringBuilder code = new StringBuilder();
            for (int j = 0; j < 16; j++) {
                code.append(j > 0 && j % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            codes.add(code.toString());
        }
        return codes;
    }

    /** Whether it is meant as one, and not as the six digits of an authenticator. */
    static boolean looksLike(String text) {
        return plain(text).length() == 16;
    }

    /** A fast hash is enough: a code has 79 bits of chance in it. */
    public static String hash(String code) {
        return Sha256.hex(plain(code));
    }

    private static String plain(String code) {
        return code.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-z]", "");
    }
}
