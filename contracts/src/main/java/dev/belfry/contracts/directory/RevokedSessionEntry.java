package dev.belfry.contracts.directory;

import java.time.Instant;
import java.util.UUID;

/** A record of {@code directory.v1}, key {@code revoked-session:ID}: a session that no longer counts. */
public record RevokedSessionEntry(UUID sessionId, Instant expiresAt) {
    public static final String TYPE = "belfry.directory.revoked-session.v1";

    public String key() {
        return "revoked-session:" + sessionId;
    }
}
