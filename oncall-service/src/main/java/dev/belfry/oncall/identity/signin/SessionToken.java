package dev.belfry.oncall.identity.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.contracts.directory.SigningKeyEntry;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes session tokens: JWTs (RFC 7519) signed with ES256, which every service checks with the public key alone. */
final class SessionToken {
    /** A working day: after it people sign in again. */
    static final Duration LIFETIME = Duration.ofHours(12);

    /** How long the second step of signing in may take. */
    static final Duration STEP = Duration.ofMinutes(10);

    private final String kid;
    private final JWSSigner signer;
    private final JWSVerifier verifier;

    private SessionToken(String kid, JWSSigner signer, JWSVerifier verifier) {
        this.kid = kid;
        this.signer = signer;
        this.verifier = verifier;
    }

    /** @throws IllegalArgumentException when the text is not a private P-256 key */
    static SessionToken of(String privateJwk) {
        try {
            ECKey key = ECKey.parse(privateJwk);
            return new SessionToken(key.getKeyID(), new ECDSASigner(key), new ECDSAVerifier(key));
        } catch (ParseException | JOSEException unusable) {
            throw new IllegalArgumentException("the signing key is not a private P-256 key", unusable);
        }
    }

    /** The half of the key that every service may know. */
    static SigningKeyEntry publicKey(String privateJwk) {
        try {
            ECKey key = ECKey.parse(privateJwk);
            return new SigningKeyEntry(key.getKeyID(), key.toPublicJWK().toJSONString());
        } catch (ParseException unusable) {
            throw new IllegalArgumentException("the signing key is not a private P-256 key", unusable);
        }
    }

    String sign(UUID user, String name, String role, UUID session, String csrf, Instant now) {
        return sign(new JWTClaimsSet.Builder()
                .subject(user.toString())
                .claim("name", name)
                .claim("role", role)
                .jwtID(session.toString())
                .claim("csrf", csrf)
                .issueTime(date(now))
                .expirationTime(date(now.plus(LIFETIME)))
                .build());
    }

    /**
     * What a browser carries from one step of signing in to the next. It is no session: it has neither an id nor the
     * token of forms, without which none is taken.
     *
     * @param step what comes next
     */
    String step(String step, Map<String, String> values, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        values.forEach(claims::claim);
        return sign(
                claims.claim("step", step).expirationTime(date(now.plus(STEP))).build());
    }

    /** What was put into the step; empty when it is not of us, not for this step, or too old. */
    Map<String, String> read(String token, String step, Instant now) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            boolean good = signed.verify(verifier)
                    && step.equals(claims.getStringClaim("step"))
                    && claims.getExpirationTime() != null
                    && claims.getExpirationTime().toInstant().isAfter(now);
            Map<String, String> values = new HashMap<>();
            if (good) {
                claims.getClaims().forEach((name, value) -> values.put(name, String.valueOf(value)));
            }
            return values;
        } catch (ParseException | JOSEException foreign) {
            return Map.of();
        }
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException broken) {
            throw new IllegalStateException("the signing key cannot sign", broken);
        }
        return token.serialize();
    }

    // The library speaks java.util.Date.
    @SuppressWarnings("JavaUtilDate")
    private static Date date(Instant instant) {
        return Date.from(instant);
    }
}
