/** Signing in with the organisation's own accounts (OpenID Connect); local accounts go on working without it. */
@NullMarked
package dev.belfry.oncall.identity.oidc;

import org.jspecify.annotations.NullMarked;
