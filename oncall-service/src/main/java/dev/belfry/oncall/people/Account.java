package dev.belfry.oncall.people;

import org.jspecify.annotations.Nullable;

/** A person with what is needed to check their sign-in. */
public record Account(User user, @Nullable String passwordHash) {}
