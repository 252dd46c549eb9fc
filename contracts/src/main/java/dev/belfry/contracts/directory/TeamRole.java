package dev.belfry.contracts.directory;

import java.util.UUID;

/**
 * What somebody may do with what one team owns.
 *
 * @param role {@code viewer}, {@code responder} or {@code manager}
 */
public record TeamRole(UUID id, String role) {}
