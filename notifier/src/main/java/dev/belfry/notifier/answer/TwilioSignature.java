package dev.belfry.notifier.answer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Whether a request is Twilio's: HMAC-SHA1 over the URL and the fields of the form in order, under the account's token. */
final class TwilioSignature {
    private TwilioSignature() {}

    /** @param url as Twilio was given it */
    static boolean holds(@Nullable String given, String token, String url, Map<String, String> form) {
        return given != null
                && !token.isEmpty()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.US_ASCII),
                        of(token, url, form).getBytes(StandardCharsets.US_ASCII));
    }

    static String of(String token, String url, Map<String, String> form) {
        var signed = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", missing);
        }
    }
}
