package dev.belfry.oncall.identity.access;

import java.time.Instant;
import java.util.UUID;

/** A person signed in with one browser. */
public record Session(
        UUID id,
        UUID person,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        String address,
        String userAgent) {}
