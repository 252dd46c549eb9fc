/** Signing in and out of the console: local accounts, and sessions that every service checks by itself. */
@NullMarked
package dev.belfry.oncall.identity.signin;

import org.jspecify.annotations.NullMarked;
