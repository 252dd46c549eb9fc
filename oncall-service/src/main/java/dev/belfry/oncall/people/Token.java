package dev.belfry.oncall.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.directory.TokenEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token; only its hash is kept.
 *
 * @param secret only in the answer that made the token
 */
public record Token(
        UUID id,
        String name,
        String role,
        String prefix,
        @Nullable UUID user,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonIgnore String hash,
        @Nullable String secret) {
    static Token of(
            UUID id,
            String name,
            String role,
            @Nullable UUID user,
            Instant createdAt,
            @Nullable Instant expiresAt,
            String secret) {
        return new Token(
                id,
                name,
                role,
                TokenSecret.prefix(secret),
                user,
                createdAt,
                expiresAt,
                TokenSecret.hash(secret),
                secret);
    }

    TokenEntry entry() {
        return new TokenEntry(id, hash, user, name, role, expiresAt);
    }
}
