package dev.belfry.oncall.rota.handoff;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody leaves for whoever is on call next.
 *
 * @param author null for a token that belongs to no person
 */
public record HandoffNote(
        UUID id, UUID schedule, @Nullable UUID author, String authorName, String text, Instant createdAt) {}
