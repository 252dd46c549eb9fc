package dev.belfry.platform.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.id.Sha256;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens and sessions locally, from what the directory topic told: a sign-in outage stops nobody who is signed
 * in. A token is known by its SHA-256, a session is a JWT (RFC 7519) signed with ES256. Whoever is not in the table is
 * nobody.
 */
public final class Access {
    private record Token(
            UUID id,
            String hash,
            @Nullable UUID userId,
            String name,
            String role,
            @Nullable Instant expiresAt,
            @Nullable List<TeamRole> teams,
            @Nullable Set<String> scopes) {}

    private record User(
            UUID id,
            String name,
            String role,
            String timeZone,
            boolean active,
            @Nullable List<TeamRole> teams) {}

    private record TeamRole(UUID id, String role) {}

    private record SigningKey(String kid, String jwk) {}

    private record RevokedSession(UUID sessionId, Instant expiresAt) {}

    private final InstantSource clock;
    private final Map<String, Token> tokensByHash = new ConcurrentHashMap<>();
    private final Map<String, String> hashesByKey = new ConcurrentHashMap<>();
    private final Map<UUID, User> users = new ConcurrentHashMap<>();
    private final Map<String, JWSVerifier> verifiers = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> revoked = new ConcurrentHashMap<>();

    private volatile Consumer<Principal> onUse = principal -> {};

    public Access(InstantSource clock) {
        this.clock = clock;
    }

    /** Hears of every use of a token or a session of this service. */
    public void onUse(Consumer<Principal> listener) {
        onUse = listener;
    }

    /** Takes one record of the directory topic; tombstones remove. */
    public void learn(Event event) {
        var key = event.key();
        if (event.deleted()) {
            forget(key);
        } else if (key.startsWith("token:")) {
            var token = event.as(Token.class);
            // In this order there is no moment in which a token that stays valid is not known.
            tokensByHash.put(token.hash(), token);
            var before = hashesByKey.put(key, token.hash());
            if (before != null && !before.equals(token.hash())) {
                tokensByHash.remove(before);
            }
        } else if (key.startsWith("user:")) {
            var user = event.as(User.class);
            users.put(user.id(), user);
        } else if (key.startsWith("signing-key:")) {
            var signingKey = event.as(SigningKey.class);
            verifiers.put(signingKey.kid(), verifier(signingKey.jwk()));
        } else if (key.startsWith("revoked-session:")) {
            var session = event.as(RevokedSession.class);
            revoked.put(session.sessionId(), session.expiresAt());
            revoked.values().removeIf(expiry -> expiry.isBefore(clock.instant()));
        }
    }

    private void forget(String key) {
        var hash = hashesByKey.remove(key);
        if (hash != null) {
            tokensByHash.remove(hash);
        } else if (key.startsWith("user:")) {
            users.remove(UUID.fromString(key.substring("user:".length())));
        } else if (key.startsWith("signing-key:")) {
            verifiers.remove(key.substring("signing-key:".length()));
        }
    }

    /** Who holds this API token; null when nobody does, or it has expired, or its person has left. */
    public @Nullable Principal token(String secret) {
        var token = tokensByHash.get(Sha256.hex(secret));
        if (token == null || isPast(token.expiresAt())) {
            return null;
        }
        var role = Role.of(token.role());
        var teams = teams(token.teams());
        var zone = ZoneId.of("UTC");
        if (token.userId() != null) {
            var user = users.get(token.userId());
            if (user == null || !user.active()) {
                return null;
            }
            // A person's token never may more than the person, as they are now.
            var most = role;
            teams = new HashMap<>(teams(user.teams()));
            teams.replaceAll((team, there) -> there.lesser(most));
            role = role.lesser(Role.of(user.role()));
            zone = zone(user.timeZone());
        }
        return noted(new Principal(
                "token:" + token.id(),
                token.userId(),
                token.name(),
                zone,
                role,
                teams,
                token.scopes(),
                null,
                "",
                token.expiresAt()));
    }

    /** Whether the directory has not told of this token, or of its person: it may do so in a moment. */
    public boolean isUntold(String secret) {
        var token = tokensByHash.get(Sha256.hex(secret));
        return token == null || (token.userId() != null && !users.containsKey(token.userId()));
    }

    /** The same of who is signed in with this session cookie, or of the key that signed it. */
    public boolean isSessionUntold(String jwt) {
        try {
            var signed = SignedJWT.parse(jwt);
            return !verifiers.containsKey(String.valueOf(signed.getHeader().getKeyID()))
                    || !users.containsKey(UUID.fromString(
                            String.valueOf(signed.getJWTClaimsSet().getSubject())));
        } catch (ParseException | IllegalArgumentException notASession) {
            return false;
        }
    }

    /** Who is signed in with this session cookie; null when the signature, the time or the person does not hold. */
    public @Nullable Principal session(String jwt) {
        try {
            var signed = SignedJWT.parse(jwt);
            var verifier = verifiers.get(String.valueOf(signed.getHeader().getKeyID()));
            if (verifier == null || !signed.verify(verifier)) {
                return null;
            }
            var claims = signed.getJWTClaimsSet();
            var sessionId = UUID.fromString(String.valueOf(claims.getJWTID()));
            var userId = UUID.fromString(String.valueOf(claims.getSubject()));
            var expiry = claims.getExpirationTime();
            var csrf = claims.getStringClaim("csrf");
            var user = users.get(userId);
            if (expiry == null || isPast(expiry.toInstant()) || revoked.containsKey(sessionId)) {
                return null;
            }
            if (csrf == null || csrf.isEmpty() || user == null || !user.active()) {
                return null;
            }
            // Name and role as they are now: a demotion counts at once.
            return noted(new Principal(
                    "user:" + userId,
                    userId,
                    user.name(),
                    zone(user.timeZone()),
                    Role.of(user.role()),
                    teams(user.teams()),
                    null,
                    sessionId,
                    csrf,
                    expiry.toInstant()));
        } catch (ParseException | JOSEException | IllegalArgumentException notASession) {
            return null;
        }
    }

    /** Whether the session of this person still holds: nobody has ended it, its time is not over, and they are active. */
    public boolean holds(Principal principal) {
        var user = principal.userId() == null ? null : users.get(principal.userId());
        return user != null
                && user.active()
                && principal.sessionId() != null
                && !revoked.containsKey(principal.sessionId())
                && !isPast(principal.expiresAt());
    }

    private static Map<UUID, Role> teams(@Nullable List<TeamRole> told) {
        return told == null
                ? Map.of()
                : told.stream().collect(Collectors.toMap(TeamRole::id, team -> Role.of(team.role()), (a, b) -> b));
    }

    /** A zone that these rules do not have, of a directory that is newer, is read as UTC. */
    private static ZoneId zone(String name) {
        return ZoneRulesProvider.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : ZoneId.of("UTC");
    }

    private Principal noted(Principal principal) {
        onUse.accept(principal);
        return principal;
    }

    private boolean isPast(@Nullable Instant time) {
        return time != null && !clock.instant().isBefore(time);
    }

    private static JWSVerifier verifier(String jwk) {
        try {
            return new ECDSAVerifier(ECKey.parse(jwk));
        } catch (ParseException | JOSEException unusable) {
            throw new IllegalArgumentException("not a public P-256 key", unusable);
        }
    }
}
