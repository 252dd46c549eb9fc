package dev.belfry.contracts.directory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code directory.v1}, key {@code token:ID}: an API token. A tombstone revokes it.
 *
 * @param hash SHA-256 of the whole token in lower-case hex
 */
public record TokenEntry(
        UUID id,
        String hash,
        @Nullable UUID userId,
        String name,
        String role,
        @Nullable Instant expiresAt) {
    public static final String TYPE = "belfry.directory.token.v1";

    public String key() {
        return "token:" + id;
    }
}
