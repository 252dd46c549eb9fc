package dev.belfry.status.announcement;

import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        INVESTIGATING("Investigating"),
        IDENTIFIED("Identified"),
        MONITORING("Monitoring"),
        RESOLVED("Resolved");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** As it is said to people. */
        public String words() {
            return words;
        }
    }

    /** How much customers feel of it. */
    public enum Impact {
        NONE(ComponentStatus.OPERATIONAL, "None"),
        MINOR(ComponentStatus.DEGRADED_PERFORMANCE, "Minor"),
        MAJOR(ComponentStatus.PARTIAL_OUTAGE, "Major"),
        CRITICAL(ComponentStatus.MAJOR_OUTAGE, "Critical");

        private final ComponentStatus status;
        private final String words;

        Impact(ComponentStatus status, String words) {
            this.status = status;
            this.words = words;
        }

        /** As it is said to people. */
        public String words() {
            return words;
        }

        /** How the page as a whole looks while such a post names no component. */
        public ComponentStatus status() {
            return status;
        }
    }

    /**
     * One thing told.
     *
     * @param editedAt when its words were last corrected
     * @param affected the components it named or changed, as they looked before and after it
     */
    public record Update(
            UUID id,
            Stage status,
            String body,
            Instant createdAt,
            @Nullable Instant editedAt,
            List<Look> affected) {
        public Update(UUID id, Stage status, String body, Instant createdAt) {
            this(id, status, body, createdAt, null, List.of());
        }
    }

    /** How bad it is or was: what its impact says, or the worst it made of a component. */
    public ComponentStatus look() {
        return components.values().stream().reduce(impact.status(), ComponentStatus::worse);
    }

    /** The same after one more update. */
    public Announcement told(Update update, Map<UUID, ComponentStatus> changed) {
        var after = new LinkedHashMap<>(components);
        after.putAll(changed);
        var all = new ArrayList<Update>();
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
