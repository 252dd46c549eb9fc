package dev.belfry.contracts.directory;

import java.util.UUID;

/** A record of {@code directory.v1}, key {@code team:ID}: a team; who is in it stands with its people. */
public record TeamEntry(UUID id, String name) {
    public static final String TYPE = "belfry.directory.team.v1";

    public String key() {
        return "team:" + id;
    }
}
