package dev.belfry.incident.catalog.service;

import dev.belfry.platform.id.Sha256;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The secret a sender shows: 32 lower-case hexadecimal characters when Belfry makes it, or one adopted as it is. */
public final class RoutingKey {
    public static final int RANDOM_BYTES = 16;
    // PagerDuty's have 32 letters and digits, Opsgenie's are UUIDs.
    private static final Pattern ADOPTABLE =
            Pattern.compile("[0-9A-Za-z]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private static final Pattern CARRIED = Pattern.compile("(\"(?:routing_key|service_key)\"\\s*:\\s*)\"[^\"]*\"");

    private RoutingKey() {}

    /** A key out of 16 random bytes. */
    public static String of(byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("a routing key needs 16 random bytes");
        }
        return HexFormat.of().formatHex(random);
    }

    /** Whether a key that a sender already uses can be taken over. */
    public static boolean adoptable(String key) {
        return ADOPTABLE.matcher(key).matches();
    }

    /** SHA-256 in lower-case hex: what travels and is compared. */
    public static String hash(String key) {
        return Sha256.hex(key);
    }

    /** A body as a sender sent it, without the key it carries. */
    public static String hidden(String body) {
        return CARRIED.matcher(body).replaceAll("$1\"(hidden)\"");
    }

    /** The key with only its last four characters to be seen. */
    public static String masked(String key) {
        return "•".repeat(8) + key.substring(key.length() - 4);
    }
}
