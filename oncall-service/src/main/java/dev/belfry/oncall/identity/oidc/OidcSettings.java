package dev.belfry.oncall.identity.oidc;

import dev.belfry.platform.run.Environment;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The provider that people sign in with.
 *
 * @param issuer exactly as the provider calls itself
 * @param clientSecret null for a public client, which PKCE alone protects
 * @param redirect where the provider sends people back to
 */
public record OidcSettings(
        String issuer,
        String clientId,
        @Nullable String clientSecret,
        String groupsClaim,
        GroupRoles groupRoles,
        URI redirect) {
    public static final String CALLBACK = "/sign-in/oidc/callback";

    /** Null without a provider. */
    public static @Nullable OidcSettings from(Environment env, URI console) {
        String issuer = env.text("BELFRY_OIDC_ISSUER", "");
        String clientId = env.text("BELFRY_OIDC_CLIENT_ID", "");
        String secret = env.secret("BELFRY_OIDC_CLIENT_SECRET");
        String claim = env.text("BELFRY_OIDC_GROUPS_CLAIM", "groups");
        GroupRoles roles = new GroupRoles(java.util.List.of());
        try {
            roles = GroupRoles.parse(env.text("BELFRY_OIDC_GROUP_ROLES", ""));
        } catch (IllegalArgumentException unreadable) {
            env.problem("BELFRY_OIDC_GROUP_ROLES: \"" + unreadable.getMessage()
                    + "\" (expected: GROUP=ROLE or GROUP=ROLE@TEAM, with commas between)");
        }
        if (issuer.isEmpty()) {
            return null;
        }
        if (!issuer.matches("https?://[^\\s/?#]+[^\\s?#]*")) {
            env.problem("BELFRY_OIDC_ISSUER: \"" + issuer + "\" (expected: the URL of the issuer)");
        }
        if (clientId.isEmpty()) {
            env.problem("BELFRY_OIDC_CLIENT_ID is not set (expected: what the provider calls this installation)");
        }
        return new OidcSettings(issuer, clientId, secret, claim, roles, console.resolve(CALLBACK));
    }
}
