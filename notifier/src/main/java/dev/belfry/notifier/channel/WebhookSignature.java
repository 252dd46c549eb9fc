package dev.belfry.notifier.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks says: HMAC-SHA256 over {@code id.timestamp.body} with the bytes behind {@code whsec_}. */
public final class WebhookSignature {
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    public static String sign(String secret, String id, long timestamp, byte[] body) {
        var key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        var head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        var signed = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
        return "v1," + Base64.getEncoder().encodeToString(hmac(key, signed));
    }

    /** A secret in the form receivers expect. */
    public static String secret(byte[] random) {
        return PREFIX + Base64.getEncoder().encodeToString(random);
    }

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", missing);
        }
    }
}
