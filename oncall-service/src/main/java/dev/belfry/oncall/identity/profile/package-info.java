/** What people do to their own account: password, second factor, sessions, tokens. */
@NullMarked
package dev.belfry.oncall.identity.profile;

import org.jspecify.annotations.NullMarked;
