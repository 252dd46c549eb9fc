package dev.belfry.ingest.sns;

import org.jspecify.annotations.Nullable;

/**
 * What Amazon SNS wraps around a message, each member exactly as it came, because it is signed.
 *
 * @param type {@code Notification}, {@code SubscriptionConfirmation}, {@code UnsubscribeConfirmation}
 * @param signatureVersion {@code 1} is RSA with SHA-1, {@code 2} RSA with SHA-256
 * @param token of a confirmation only, as is {@code subscribeUrl}
 */
public record SnsEnvelope(
        String type,
        String messageId,
        String topicArn,
        @Nullable String subject,
        String message,
        String timestamp,
        String signatureVersion,
        String signature,
        String signingCertUrl,
        @Nullable String token,
        @Nullable String subscribeUrl) {

    public boolean isSubscription() {
        return type.equals("SubscriptionConfirmation");
    }
}
