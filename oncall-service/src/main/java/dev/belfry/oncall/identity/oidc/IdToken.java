package dev.belfry.oncall.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who the provider says has signed in, once the token is proven (OpenID Connect Core 1.0, section 3.1.3.7). */
record IdToken(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        Set<String> groups) {
    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** No "none", and no shared secret: a token must be signed with a key that only the provider has. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** What became of checking a token. */
    sealed interface Check {
        record Good(IdToken token) implements Check {}

        /** Signed with a key that is not among the keys: they may have been changed. */
        record UnknownKey() implements Check {}

        record Bad(String why) implements Check {}
    }

    static Check check(String text, JWKSet keys, OidcSettings settings, String nonce, Instant now) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!ALGORITHMS.contains(header.getAlgorithm())) {
                return new Check.Bad("its algorithm");
            }
            List<JWK> fitting = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
            if (fitting.isEmpty()) {
                return new Check.UnknownKey();
            }
            boolean signed = false;
            for (JWK key : fitting) {
                signed |= key instanceof AsymmetricJWK pair
                        && token.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()));
            }
            return signed ? claims(token.getJWTClaimsSet(), settings, nonce, now) : new Check.Bad("its signature");
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            return new Check.Bad("its form");
        }
    }

    // The library speaks java.util.Date.
    @SuppressWarnings("JavaUtilDate")
    private static Check claims(JWTClaimsSet claims, OidcSettings settings, String nonce, Instant now)
            throws ParseException {
        if (!settings.issuer().equals(claims.getIssuer())) {
            return new Check.Bad("its issuer");
        }
        List<String> audience = claims.getAudience();
        String authorized = claims.getStringClaim("azp");
        if (!audience.contains(settings.clientId())
                || (audience.size() > 1 && authorized != null && !authorized.equals(settings.clientId()))) {
            return new Check.Bad("its audience");
        }
        if (claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().plus(SKEW).isAfter(now)) {
            return new Check.Bad("its end");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().minus(SKEW).isAfter(now)) {
            return new Check.Bad("its beginning");
        }
        if (nonce.isEmpty() || !nonce.equals(claims.getStringClaim("nonce"))) {
            return new Check.Bad("its nonce");
        }
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > 255) {
            return new Check.Bad("its subject");
        }
        Object verified = claims.getClaim("email_verified");
        return new Check.Good(new IdToken(
                subject,
                claims.getStringClaim("email"),
                "true".equals(String.valueOf(verified)),
                claims.getStringClaim("name"),
                groups(claims.getClaim(settings.groupsClaim()))));
    }

    private static Set<String> groups(@Nullable Object claim) {
        Set<String> groups = new HashSet<>();
        if (claim instanceof List<?> many) {
            many.forEach(group -> groups.add(String.valueOf(group)));
        } else if (claim instanceof String one) {
            groups.add(one);
        }
        return groups;
    }
}
