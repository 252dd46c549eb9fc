package dev.belfry.status.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Work that customers are told of beforehand.
 *
 * @param components what is under maintenance while it goes on
 * @param updates newest first
 */
public record Maintenance(
        UUID id,
        long version,
        UUID statusPage,
        String name,
        Stage status,
        Instant scheduledFor,
        Instant scheduledUntil,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        List<UUID> components,
        Instant createdAt,
        Instant updatedAt,
        List<Update> updates) {

    /** How far it is; the words of Atlassian's public API. */
    public enum Stage {
        SCHEDULED("Scheduled"),
        IN_PROGRESS("In progress"),
        VERIFYING("Verifying"),
        COMPLETED("Completed");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** As it is said to people. */
        public String words() {
            return words;
        }
    }

    /** One thing said of it. */
    public record Update(UUID id, Stage status, String body, Instant createdAt) {}

    public boolean isActive() {
        return status == Stage.IN_PROGRESS || status == Stage.VERIFYING;
    }

    /** What it is to become by itself at this time; empty when nothing is due. */
    public Optional<Stage> due(Instant now) {
        if (status == Stage.COMPLETED || now.isBefore(scheduledFor)) {
            return Optional.empty();
        }
        if (!now.isBefore(scheduledUntil)) {
            return Optional.of(Stage.COMPLETED);
        }
        return status == Stage.SCHEDULED ? Optional.of(Stage.IN_PROGRESS) : Optional.empty();
    }

    /** The same after one more update. */
    public Maintenance told(Update update) {
        var stage = update.status();
        boolean begun = stage != Stage.SCHEDULED;
        return new Maintenance(
                id,
                version + 1,
                statusPage,
                name,
                stage,
                scheduledFor,
                scheduledUntil,
                begun && startedAt == null ? update.createdAt() : startedAt,
                stage == Stage.COMPLETED ? update.createdAt() : null,
                components,
                createdAt,
                update.createdAt(),
                Stream.concat(Stream.of(update), updates.stream()).toList());
    }
}
