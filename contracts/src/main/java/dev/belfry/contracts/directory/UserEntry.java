package dev.belfry.contracts.directory;

import java.util.UUID;

/**
 * A record of {@code directory.v1}, key {@code user:ID}: a person, without any address.
 *
 * @param role {@code viewer}, {@code responder}, {@code manager} or {@code admin}
 */
public record UserEntry(UUID id, String name, String role, String timeZone, boolean active) {
    public static final String TYPE = "belfry.directory.user.v1";

    public String key() {
        return "user:" + id;
    }
}
