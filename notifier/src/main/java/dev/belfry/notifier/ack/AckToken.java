package dev.belfry.notifier.ack;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.WebhookSignature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * What an acknowledge link carries: {@code base64url(payload).base64url(HMAC-SHA256)}. It is for one page of one cycle
 * and one person, or for the pages that one digest listed to one person, and for a day.
 *
 * @param page the page, or the digest
 * @param incident no incident for a digest
 * @param cycle 0 for a digest
 */
public record AckToken(UUID page, UUID incident, int cycle, UUID user, Instant expiresAt) {
    static final Duration LIFE = Duration.ofHours(24);
    private static final byte FORMAT = 1;
    private static final UUID NO_INCIDENT = new UUID(0, 0);
    private static final int LENGTH = 1 + 16 + 16 + 4 + 16 + 8;

    /** What a token turns out to be. */
    public sealed interface Reading {
        record Valid(AckToken token) implements Reading {}

        /** It was ours. */
        record Expired(AckToken token) implements Reading {}

        record Forged() implements Reading {}
    }

    public static AckToken of(UUID page, UUID incident, int cycle, UUID user, Instant pagedAt) {
        return new AckToken(page, incident, cycle, user, pagedAt.plus(LIFE));
    }

    public static AckToken ofDigest(UUID digest, UUID user, Instant pagedAt) {
        return new AckToken(digest, NO_INCIDENT, 0, user, pagedAt.plus(LIFE));
    }

    public boolean isDigest() {
        return incident.equals(NO_INCIDENT);
    }

    /** The token that stands for one page of a digest. */
    public AckToken of(Page one) {
        return new AckToken(one.id(), one.incidentId(), one.cycle(), user, expiresAt);
    }

    public String sign(byte[] key) {
        var payload = ByteBuffer.allocate(LENGTH).put(FORMAT);
        put(payload, page);
        put(payload, incident);
        payload.putInt(cycle);
        put(payload, user);
        payload.putLong(expiresAt.getEpochSecond());
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(payload.array()) + "."
                + base64.encodeToString(WebhookSignature.hmac(key, payload.array()));
    }

    public static Reading read(String text, byte[] key, Instant now) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > 500) {
            return new Reading.Forged();
        }
        try {
            var payload = Base64.getUrlDecoder().decode(text.substring(0, dot));
            var signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            if (payload.length != LENGTH
                    || !MessageDigest.isEqual(signature, WebhookSignature.hmac(key, payload))
                    || payload[0] != FORMAT) {
                return new Reading.Forged();
            }
            var token = parse(ByteBuffer.wrap(payload, 1, LENGTH - 1));
            return now.isBefore(token.expiresAt()) ? new Reading.Valid(token) : new Reading.Expired(token);
        } catch (IllegalArgumentException | BufferUnderflowException unreadable) {
            return new Reading.Forged();
        }
    }

    private static AckToken parse(ByteBuffer payload) {
        return new AckToken(
                uuid(payload),
                uuid(payload),
                payload.getInt(),
                uuid(payload),
                Instant.ofEpochSecond(payload.getLong()));
    }

    private static void put(ByteBuffer buffer, UUID id) {
        buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
