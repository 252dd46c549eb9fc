package dev.belfry.oncall.identity.people;

import org.jspecify.annotations.Nullable;

/**
 * A person with what is needed to check their sign-in.
 *
 * @param mustChangePassword whether the password is good for choosing another only
 * @param totpSecret what their authenticator and we share, in base 32; null without a second factor
 * @param totpStep the last time step whose code was taken
 */
public record Account(
        User user,
        @Nullable String passwordHash,
        boolean mustChangePassword,
        @Nullable String totpSecret,
        long totpStep) {}
