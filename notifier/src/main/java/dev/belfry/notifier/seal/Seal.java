package dev.belfry.notifier.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals text as {@code sealed1:KEY:WRAPPED:TEXT}: each has a data key of its own (AES-256-GCM), and that is wrapped by the
 * installation's key, so that a new key of the installation only wraps the data keys anew. Text is bound to the place it
 * was sealed for: moved to another row, it does not open.
 */
public final class Seal {
    /** How all that is sealed begins. */
    public static final String PREFIX = "sealed1:";

    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;

    private final Keyring keys;
    private final RandomGenerator random;

    public Seal(Keyring keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    /** @param place what it belongs to, such as the column and the id of the row */
    public String seal(String text, String place) {
        var dataKey = bytes(KEY_BYTES);
        return written(
                wrap(dataKey, place), encrypt(aes(dataKey), text.getBytes(StandardCharsets.UTF_8), place + "/text"));
    }

    /**
     * What was sealed for that place; text that was written before there were keys is answered as it is.
     *
     * @throws IllegalStateException when its key is gone, or it is not what was sealed for this place
     */
    public String open(String sealed, String place) {
        if (!sealed.startsWith(PREFIX)) {
            return sealed;
        }
        var parts = parts(sealed);
        return new String(
                decrypt(aes(dataKey(parts, place)), decoded(parts[3]), place + "/text"), StandardCharsets.UTF_8);
    }

    /** The same under the newest key; text that was not sealed is sealed. */
    public String renew(String sealed, String place) {
        if (!sealed.startsWith(PREFIX)) {
            return seal(sealed, place);
        }
        var parts = parts(sealed);
        return written(wrap(dataKey(parts, place), place), decoded(parts[3]));
    }

    /** How all begins that needs no renewal. */
    public String newest() {
        return PREFIX + keys.current() + ":";
    }

    private String written(byte[] wrapped, byte[] text) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return newest() + encoder.encodeToString(wrapped) + ":" + encoder.encodeToString(text);
    }

    private byte[] wrap(byte[] dataKey, String place) {
        return encrypt(keys.key(keys.current()), dataKey, place + "/key");
    }

    private byte[] dataKey(String[] parts, String place) {
        return decrypt(keys.key(parts[1]), decoded(parts[2]), place + "/key");
    }

    private static String[] parts(String sealed) {
        var parts = sealed.split(":", -1);
        if (parts.length != 4) {
            throw new IllegalStateException("this is not what was sealed");
        }
        return parts;
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private byte[] encrypt(SecretKey key, byte[] plain, String place) {
        var nonce = bytes(NONCE_BYTES);
        var encrypted = gcm(Cipher.ENCRYPT_MODE, key, nonce, plain, 0, plain.length, place);
        return ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    private static byte[] decrypt(SecretKey key, byte[] sealed, String place) {
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("this is not what was sealed");
        }
        return gcm(Cipher.DECRYPT_MODE, key, sealed, sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, place);
    }

    private static byte[] gcm(
            int mode, SecretKey key, byte[] nonce, byte[] input, int offset, int length, String place) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input, offset, length);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this is not what was sealed for " + place, broken);
        }
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
