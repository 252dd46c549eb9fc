package dev.belfry.oncall.identity.oidc;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a provider says of itself (OpenID Connect Discovery 1.0, section 3). */
record Provider(String authorizationEndpoint, String tokenEndpoint, String keysUri) {
    /** Null when it is another issuer than the one asked, or says too little. */
    static @Nullable Provider of(JsonObject document, String issuer) {
        String authorization = document.getString("authorization_endpoint");
        String token = document.getString("token_endpoint");
        String keys = document.getString("jwks_uri");
        return issuer.equals(document.getString("issuer")) && authorization != null && token != null && keys != null
                ? new Provider(authorization, token, keys)
                : null;
    }
}
