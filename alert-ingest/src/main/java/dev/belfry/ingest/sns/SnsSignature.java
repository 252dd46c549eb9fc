package dev.belfry.ingest.sns;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an envelope is signed by Amazon, after "Verifying the signatures of Amazon SNS messages" of its developer
 * guide: the certificate comes from Amazon's own hosts only, and the text to sign is made of named members in order.
 */
public final class SnsSignature {
    /** SNS tries an HTTPS address for at most 3,600 seconds, so what is older is a replay; and some minutes of clock. */
    static final Duration MAX_AGE = Duration.ofMinutes(65);

    private static final Pattern HOST = Pattern.compile("sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?");
    private static final int MAX_URL = 4_096;

    private SnsSignature() {}

    /** Where its certificate is; empty when that is not Amazon's place for certificates. */
    public static Optional<URI> certificateAddress(SnsEnvelope envelope) {
        return amazons(envelope.signingCertUrl())
                .filter(url ->
                        url.getRawPath() != null && url.getRawPath().endsWith(".pem") && url.getRawQuery() == null);
    }

    /** Where a subscription is confirmed; empty when that is not Amazon's, or does something else. */
    public static Optional<URI> confirmationAddress(SnsEnvelope envelope) {
        var url = envelope.subscribeUrl();
        return url == null
                ? Optional.empty()
                : amazons(url)
                        .filter(address -> address.getRawQuery() != null
                                && ("&" + address.getRawQuery() + "&").contains("&Action=ConfirmSubscription&"));
    }

    private static Optional<URI> amazons(String text) {
        if (text.length() > MAX_URL) {
            return Optional.empty();
        }
        try {
            var url = URI.create(text);
            boolean amazons = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && HOST.matcher(url.getHost()).matches()
                    && url.getRawUserInfo() == null
                    && (url.getPort() == -1 || url.getPort() == 443);
            return amazons ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Why it is not genuine; empty when it is. */
    public static Optional<String> fault(SnsEnvelope envelope, X509Certificate certificate, Instant now) {
        if (isOld(envelope, now)) {
            return Optional.of("The message is not from the last hour.");
        }
        var algorithm = switch (envelope.signatureVersion()) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return Optional.of("The version of its signature is not known.");
        }
        try {
            certificate.checkValidity(Date.from(now));
            var signature = Signature.getInstance(algorithm);
            signature.initVerify(certificate.getPublicKey());
            signature.update(textToSign(envelope).getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(envelope.signature()))
                    ? Optional.empty()
                    : Optional.of("The signature is not that of the message.");
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return Optional.of("The signature or its certificate cannot be used: " + notASignature.getMessage());
        }
    }

    private static boolean isOld(SnsEnvelope envelope, Instant now) {
        try {
            return Instant.parse(envelope.timestamp()).isBefore(now.minus(MAX_AGE));
        } catch (DateTimeException notATime) {
            return true;
        }
    }

    static String textToSign(SnsEnvelope envelope) {
        var text = new StringBuilder();
        boolean notification = envelope.type().equals("Notification");
        add(text, "Message", envelope.message());
        add(text, "MessageId", envelope.messageId());
        if (notification) {
            add(text, "Subject", envelope.subject());
        } else {
            add(text, "SubscribeURL", envelope.subscribeUrl());
        }
        add(text, "Timestamp", envelope.timestamp());
        if (!notification) {
            add(text, "Token", envelope.token());
        }
        add(text, "TopicArn", envelope.topicArn());
        add(text, "Type", envelope.type());
        return text.toString();
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append('\n').append(value).append('\n');
        }
    }
}
