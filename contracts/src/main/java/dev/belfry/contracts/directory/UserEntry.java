package dev.belfry.contracts.directory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code directory.v1}, key {@code user:ID}: a person, without any address.
 *
 * @param role {@code viewer}, {@code responder}, {@code manager} or {@code admin}
 * @param teams in which teams the person may do more
 */
public record UserEntry(
        UUID id,
        String name,
        String role,
        String timeZone,
        boolean active,
        @Nullable List<TeamRole> teams) {
    public static final String TYPE = "belfry.directory.user.v1";

    /** A person of no team. */
    public UserEntry(UUID id, String name, String role, String timeZone, boolean active) {
        this(id, name, role, timeZone, active, null);
    }

    public String key() {
        return "user:" + id;
    }
}
