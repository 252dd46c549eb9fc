package dev.belfry.platform.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param userId null for a token that belongs to no person
 * @param sessionId null for a token
 * @param csrf what a form of this session must carry; empty for a token
 */
public record Principal(
        String id,
        @Nullable UUID userId,
        String name,
        Role role,
        @Nullable UUID sessionId,
        String csrf,
        @Nullable Instant expiresAt) {}
