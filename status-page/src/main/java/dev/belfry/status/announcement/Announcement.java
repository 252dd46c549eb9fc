package dev.belfry.status.announcement;

import dev.belfry.status.component.ComponentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A public incident: what the team tells customers.
 *
 * @param components how it makes each of these components look while it is open
 * @param updates newest first
 */
public record Announcement(
        UUID id,
        long version,
        UUID statusPage,
        String name,
        Impact impact,
        Stage status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant monitoringAt,
        @Nullable Instant resolvedAt,
        Map<UUID, ComponentStatus> components,
        List<Update> updates) {

    /** How far the team is with it. */
    public enum Stage {
        INVESTIGATING,
        IDENTIFIED,
        MONITORING,
        RESOLVED
    }

    /** How much customers feel of it. */
    public enum Impact {
        NONE,
        MINOR,
        MAJOR,
        CRITICAL
    }

    /** One thing told. */
    public record Update(UUID id, Stage status, String body, Instant createdAt) {}

    /** The same after one more update. */
    public Announcement told(Update update, Map<UUID, ComponentStatus> changed) {
        var after = new java.util.LinkedHashMap<>(components);
        after.putAll(changed);
        var all = new java.util.ArrayList<Update>();
        all.add(update);
        all.addAll(updates);
        boolean resolved = update.status() == Stage.RESOLVED;
        return new Announcement(
                id,
                version + 1,
                statusPage,
                name,
                impact,
                update.status(),
                createdAt,
                update.createdAt(),
                update.status() == Stage.MONITORING ? update.createdAt() : monitoringAt,
                resolved ? update.createdAt() : null,
                after,
                all);
    }
}
