package dev.belfry.oncall.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.platform.access.Role;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

// The library speaks java.util.Date.
@SuppressWarnings("JavaUtilDate")
class IdTokenTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final OidcSettings SETTINGS = new OidcSettings(
            "https://id.example.net",
            "belfry",
            null,
            "groups",
            GroupRoles.parse(""),
            URI.create("https://belfry.example.net/sign-in/oidc/callback"));

    private final ECKey key = key("one");
    private final JWKSet keys = new JWKSet(key.toPublicJWK());

    @Test
    void whatHoldsIsTaken() throws JOSEException {
        IdToken.Check check = check(signed(key, claims().build()));
        assertThat(check).isInstanceOfSatisfying(IdToken.Check.Good.class, good -> {
            assertThat(good.token().subject()).isEqualTo("ana");
            assertThat(good.token().groups()).containsExactlyInAnyOrder("a", "b");
            assertThat(good.token().emailVerified()).isFalse();
        });
    }

    @Test
    void whatDoesNotHoldIsRefusedAndSaysWhy() throws JOSEException {
        bad("its issuer", claims().issuer("https://id.example.com"));
        bad("its audience", claims().audience("other"));
        bad("its audience", claims().audience(List.of("belfry", "other")).claim("azp", "other"));
        bad("its end", claims().expirationTime(null));
        bad("its end", claims().expirationTime(Date.from(NOW.minusSeconds(61))));
        bad("its beginning", claims().notBeforeTime(Date.from(NOW.plusSeconds(120))));
        bad("its nonce", claims().claim("nonce", "another"));
        bad("its nonce", claims().claim("nonce", null));
        bad("its subject", claims().subject(" "));
    }

    @Test
    void onlyAKeyOfTheProviderSigns() throws JOSEException {
        assertThat(check(signed(key("two"), claims().build()))).isInstanceOf(IdToken.Check.UnknownKey.class);
        assertThat(check(signed(key("one"), claims().build()))).isEqualTo(new IdToken.Check.Bad("its signature"));
        assertThat(check(new PlainJWT(claims().build()).serialize())).isInstanceOf(IdToken.Check.Bad.class);
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
        shared.sign(new MACSigner(key.toPublicJWK().toJSONString().repeat(2)));
        assertThat(check(shared.serialize())).isEqualTo(new IdToken.Check.Bad("its algorithm"));
        assertThat(check("not a token")).isEqualTo(new IdToken.Check.Bad("its form"));
    }

    @Test
    void groupsMeanTheGreatestRoleTheyGive() {
        GroupRoles roles = GroupRoles.parse("a=viewer, b=manager, c=responder@Payments, d=manager@Payments,");
        assertThat(roles.of(Set.of("a", "b")).role()).isEqualTo(Role.MANAGER);
        assertThat(roles.of(Set.of("c", "d")).teams()).isEqualTo(Map.of("Payments", Role.MANAGER));
        assertThat(roles.of(Set.of("x")).isNothing()).isTrue();
        for (String wrong : new String[] {"a", "=admin", "a=king", "a=admin@Payments", "a=viewer@"}) {
            assertThatThrownBy(() -> GroupRoles.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void bad(String why, JWTClaimsSet.Builder claims) throws JOSEException {
        assertThat(check(signed(key, claims.build()))).isEqualTo(new IdToken.Check.Bad(why));
    }

    private IdToken.Check check(String token) {
        return IdToken.check(token, keys, SETTINGS, "nonce", NOW);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example.net")
                .audience("belfry")
                .subject("ana")
                .expirationTime(Date.from(NOW.plusSeconds(300)))
                .claim("nonce", "nonce")
                .claim("groups", List.of("a", "b"));
    }

    private static String signed(ECKey with, JWTClaimsSet claims) throws JOSEException {
        JWSSigner signer = new ECDSASigner(with);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
