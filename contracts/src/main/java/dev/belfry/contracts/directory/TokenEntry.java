package dev.belfry.contracts.directory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code directory.v1}, key {@code token:ID}: an API token. A tombstone revokes it.
 *
 * @param hash SHA-256 of the whole token in lower-case hex
 * @param teams in which teams the holder may do more
 * @param scopes {@code read}, {@code scim}, or {@code NAME:write} for what is under {@code /api/v1/NAME}; null for all
 *     that the role may
 */
public record TokenEntry(
        UUID id,
        String hash,
        @Nullable UUID userId,
        String name,
        String role,
        @Nullable Instant expiresAt,
        @Nullable List<TeamRole> teams,
        @Nullable List<String> scopes) {
    public static final String TYPE = "belfry.directory.token.v1";

    /** A token that may be used for all that its role may. */
    public TokenEntry(
            UUID id, String hash, @Nullable UUID userId, String name, String role, @Nullable Instant expiresAt) {
        this(id, hash, userId, name, role, expiresAt, null, null);
    }

    public String key() {
        return "token:" + id;
    }
}
