package dev.belfry.oncall.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Makes session tokens: JWTs (RFC 7519) signed with ES256, which every service checks with the public key alone. */
final class SessionToken {
    /** A working day: after it people sign in again. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private final String kid;
    private final JWSSigner signer;

    private SessionToken(String kid, JWSSigner signer) {
        this.kid = kid;
        this.signer = signer;
    }

    /** @throws IllegalArgumentException when the text is not a private P-256 key */
    static SessionToken of(String privateJwk) {
        try {
            ECKey key = ECKey.parse(privateJwk);
            return new SessionToken(key.getKeyID(), new ECDSASigner(key));
        } catch (ParseException | JOSEException unusable) {
            throw new IllegalArgumentException("the signing key is not a private P-256 key", unusable);
        }
    }

    String sign(UUID user, String name, String role, UUID session, String csrf, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.toString())
                .claim("name", name)
                .claim("role", role)
                .jwtID(session.toString())
                .claim("csrf", csrf)
                .issueTime(date(now))
                .expirationTime(date(now.plus(LIFETIME)))
                .build();
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
