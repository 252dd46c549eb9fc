package dev.belfry.platform.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Keeps an answer so that only its caller can read it again: its keys follow from the API token and the Idempotency-Key of
 * the request, and the token is stored nowhere. Answers may carry what is shown once, such as a new token.
 */
final class Seal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey sealing;
    private final SecretKey marking;

    private Seal(SecretKey sealing, SecretKey marking) {
        this.sealing = sealing;
        this.marking = marking;
    }

    static Seal of(String token, String idempotencyKey) {
        return new Seal(
                derive("AES", "seal", token, idempotencyKey), derive("HmacSHA256", "mark", token, idempotencyKey));
    }

    private static SecretKey derive(String algorithm, String purpose, String token, String idempotencyKey) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(token.getBytes(StandardCharsets.UTF_8))
                                    .addSalt(idempotencyKey.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK 25 has HKDF", missing);
        }
    }

    /** A fingerprint of the request from which nothing of it can be guessed without the token. */
    String mark(String request) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(marking);
            return HexFormat.of().formatHex(mac.doFinal(request.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC", missing);
        }
    }

    /** Encrypts under a nonce of its own, which stands before the text. */
    Buffer close(Buffer text, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return Buffer.buffer(nonce).appendBytes(apply(Cipher.ENCRYPT_MODE, nonce, text.getBytes()));
    }

    Buffer open(Buffer closed) {
        return Buffer.buffer(
                apply(Cipher.DECRYPT_MODE, closed.getBytes(0, NONCE), closed.getBytes(NONCE, closed.length())));
    }

    private byte[] apply(int mode, byte[] nonce, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException("an answer that was kept cannot be sealed or read", wrong);
        }
    }
}
