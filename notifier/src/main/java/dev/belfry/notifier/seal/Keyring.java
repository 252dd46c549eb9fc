package dev.belfry.notifier.seal;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation, by their ids: the first seals, the others only open what was sealed before they were
 * replaced.
 */
public final class Keyring {
    /** What an operator reads when the keys are not what is expected. */
    public static final String EXPECTED =
            "lines of an id and 32 bytes in base64, such as \"k1:…\": echo \"k1:$(openssl rand -base64 32)\"";

    private static final int KEY_BYTES = 32;

    private final String current;
    private final Map<String, SecretKey> keys;

    private Keyring(String current, Map<String, SecretKey> keys) {
        this.current = current;
        this.keys = keys;
    }

    /** @throws IllegalArgumentException for anything but lines {@code id:base64}; its message holds no key */
    public static Keyring of(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (var line :
                text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
            int colon = line.indexOf(':');
            var id = colon < 0 ? "" : line.substring(0, colon);
            var key = id.matches("[A-Za-z0-9_-]{1,20}") ? decoded(line.substring(colon + 1)) : null;
            if (key == null || keys.put(id, new SecretKeySpec(key, "AES")) != null) {
                throw new IllegalArgumentException(
                        "line " + (keys.size() + 1) + " is no key, or its id is there twice");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        return new Keyring(keys.keySet().iterator().next(), keys);
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.strip());
            return bytes.length == KEY_BYTES ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A line of a key file. */
    public static String line(String id, byte[] random) {
        return id + ":" + Base64.getEncoder().encodeToString(Arrays.copyOf(random, KEY_BYTES));
    }

    /** The id of the key that seals. */
    public String current() {
        return current;
    }

    public Set<String> ids() {
        return keys.keySet();
    }

    /** @throws IllegalStateException when no key has that id */
    SecretKey key(String id) {
        var key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("there is no key \"" + id + "\" to open what it sealed");
        }
        return key;
    }
}
