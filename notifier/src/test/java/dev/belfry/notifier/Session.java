package dev.belfry.notifier;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.SigningKeyEntry;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Somebody who is signed in, as oncall-service signs them in. */
final class Session {
    private Session() {}

    /** The form token is {@code csrf}. */
    static String cookie(Stand stand, Stand.Person person, String role) {
        try {
            var kid = UUID.randomUUID().toString();
            var key = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
            var entry = new SigningKeyEntry(kid, key.toPublicJWK().toJSONString());
            stand.tell(Topics.DIRECTORY.name(), "signing-key:" + kid, SigningKeyEntry.TYPE, entry);
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(),
                    new JWTClaimsSet.Builder()
                            .subject(person.id().toString())
                            .jwtID(UUID.randomUUID().toString())
                            .claim("csrf", "csrf")
                            .claim("name", person.name())
                            .claim("role", role)
                            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                            .build());
            jwt.sign(new ECDSASigner(key));
            var cookie = "belfry_session=" + jwt.serialize();
            Stand.soon(
                    () -> Stand.check(stand.browse("GET", "/me", cookie, null).statusCode() == 200));
            return cookie;
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
