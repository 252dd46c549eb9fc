package dev.belfry.contracts.directory;

import java.util.List;
import java.util.UUID;

/** A record of {@code directory.v1}, key {@code status-page:ID}: a status page and what stands on it. */
public record StatusPageEntry(UUID id, String name, List<Component> components) {
    public static final String TYPE = "belfry.directory.status-page.v1";

    /**
     * A part of the page that customers know by name.
     *
     * @param services what it stands on
     */
    public record Component(UUID id, String name, List<UUID> services) {}

    public String key() {
        return "status-page:" + id;
    }
}
