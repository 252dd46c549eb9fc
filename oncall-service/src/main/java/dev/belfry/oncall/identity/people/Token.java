package dev.belfry.oncall.identity.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.directory.TeamRole;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.oncall.identity.outcome.Thing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token; only its hash is kept.
 *
 * @param lastUsedAt when it was last used with this service, to the minute
 * @param secret only in the answer that made the token
 */
public record Token(
        UUID id,
        String name,
        String role,
        String prefix,
        @Nullable UUID user,
        @Nullable UUID team,
        @Nullable List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @JsonIgnore String hash,
        @Nullable String secret) {
    public static final Thing THING = new Thing("API token", "/api/v1/tokens");

    static Token of(UUID id, TokenDraft draft, Instant createdAt, String secret) {
        return new Token(
                id,
                draft.name().strip(),
                draft.role(),
                TokenSecret.prefix(secret),
                draft.user(),
                draft.team(),
                draft.scopes(),
                createdAt,
                draft.expiresAt(),
                null,
                TokenSecret.hash(secret),
                secret);
    }

    Token withoutSecret() {
        return new Token(id, name, role, prefix, user, team, scopes, createdAt, expiresAt, lastUsedAt, hash, null);
    }

    /** The token of a team has its role there; who does not know of teams takes it for a reader's. */
    TokenEntry entry() {
        return team == null
                ? new TokenEntry(id, hash, user, name, role, expiresAt, null, scopes)
                : new TokenEntry(id, hash, user, name, "viewer", expiresAt, List.of(new TeamRole(team, role)), scopes);
    }
}
