package dev.belfry.oncall.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token as somebody asks for it. */
public record TokenDraft(
        String name,
        String role,
        @Nullable UUID user,
        @Nullable Instant expiresAt) {}
