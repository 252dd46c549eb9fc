package dev.belfry.incident.incident.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to do during an incident.
 *
 * @param assignee who is to do it; null when anybody may
 * @param doneAt when it was done; null while it is open
 */
public record Task(
        UUID id,
        @JsonIgnore UUID incident,
        String title,
        @Nullable Person assignee,
        Instant createdAt,
        String createdBy,
        @Nullable Instant doneAt,
        @Nullable String doneBy,
        long version) {
    public static final int LONGEST_TITLE = 500;

    /** Who is to do it, as they were called when they got it. */
    public record Person(UUID id, String name) {}

    @JsonProperty
    public boolean done() {
        return doneAt != null;
    }

    Task withTitle(String wanted) {
        return new Task(id, incident, wanted, assignee, createdAt, createdBy, doneAt, doneBy, version);
    }

    Task assigned(@Nullable Person to) {
        return new Task(id, incident, title, to, createdAt, createdBy, doneAt, doneBy, version);
    }

    Task finished(@Nullable Instant at, @Nullable String by) {
        return new Task(id, incident, title, assignee, createdAt, createdBy, at, by, version);
    }
}
