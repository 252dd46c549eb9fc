/** What is asked of a provider's token, and what groups mean. */
@NullMarked
package dev.belfry.oncall.identity.oidc;

import org.jspecify.annotations.NullMarked;
