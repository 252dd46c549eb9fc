package dev.belfry.oncall.identity.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Passwords as argon2id hashes in the PHC format; slow on purpose, so never on an event loop. */
public final class Password {
    /** What OWASP asks for at least: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int LENGTH = 32;

    /** Compared against when there is no such account, so that the answer takes as long. */
    static final String NOBODY = hash("nobody has this password", new byte[16]);

    private Password() {}

    static String hash(String password, byte[] salt) {
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + text(salt) + "$"
                + text(derive(password, salt, MEMORY_KIB, PASSES));
    }

    /** False for a wrong password and for a hash of another kind alike. */
    static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id")) {
            return false;
        }
        String[] costs = parts[3].split(",", -1);
        byte[] derived = derive(password, bytes(parts[4]), cost(costs[0]), cost(costs[1]));
        return MessageDigest.isEqual(derived, bytes(parts[5]));
    }

    private static byte[] derive(String password, byte[] salt, int memory, int passes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] out = new byte[LENGTH];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
        return out;
    }

    private static int cost(String pair) {
        return Integer.parseInt(pair.substring(2));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }
}
