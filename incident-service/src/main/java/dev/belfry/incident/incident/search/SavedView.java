package dev.belfry.incident.incident.search;

import java.time.Instant;
import java.util.UUID;

/**
 * Filters of the list of incidents with a name.
 *
 * @param shared whether everybody has it, and not only who made it
 * @param query of the list's address
 */
public record SavedView(
        UUID id, UUID owner, String ownerName, boolean shared, String name, String query, Instant createdAt) {
    public static final int LONGEST_NAME = 60;
    /** What one person may keep. */
    public static final int MOST = 50;
}
