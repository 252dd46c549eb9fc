package dev.belfry.notifier.answer;

import dev.belfry.notifier.channel.WebhookSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whether a request is Slack's, and of these minutes: HMAC-SHA256 over version, time and body, under the signing secret. */
final class SlackSignature {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private SlackSignature() {}

    /** Without a secret nothing holds. */
    static boolean holds(@Nullable String given, @Nullable String timestamp, String secret, byte[] body, Instant now) {
        if (given == null || timestamp == null || secret.isEmpty() || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(WINDOW) <= 0
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.US_ASCII),
                        of(timestamp, secret, body).getBytes(StandardCharsets.US_ASCII));
    }

    static String of(String timestamp, String secret, byte[] body) {
        var head = ("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8);
        var signed = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
        return "v0=" + HexFormat.of().formatHex(WebhookSignature.hmac(secret.getBytes(StandardCharsets.UTF_8), signed));
    }
}
