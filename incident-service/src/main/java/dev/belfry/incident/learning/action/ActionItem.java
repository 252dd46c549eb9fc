package dev.belfry.incident.learning.action;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done after an incident so that it does not happen again.
 *
 * @param number the incident's
 * @param due the last day on which it is in time; null when there is none
 * @param link where it is tracked besides, such as an issue
 */
public record ActionItem(
        UUID id,
        UUID incident,
        long number,
        String title,
        @Nullable Person owner,
        @Nullable LocalDate due,
        @Nullable String link,
        Instant createdAt,
        String createdBy,
        @Nullable Instant doneAt,
        @Nullable String doneBy,
        long version) {
    public static final int LONGEST_TITLE = 500;
    public static final int LONGEST_LINK = 1_000;

    /** Who sees to it, as they were called when they got it. */
    public record Person(UUID id, String name) {}

    @JsonProperty
    public boolean done() {
        return doneAt != null;
    }

    /** Whether it should have been done before that day. */
    public boolean overdue(LocalDate today) {
        return doneAt == null && due != null && due.isBefore(today);
    }

    ActionItem with(String newTitle, @Nullable Person newOwner, @Nullable LocalDate newDue, @Nullable String newLink) {
        return new ActionItem(
                id, incident, number, newTitle, newOwner, newDue, newLink, createdAt, createdBy, doneAt, doneBy,
                version);
    }

    ActionItem finished(@Nullable Instant at, @Nullable String by) {
        return new ActionItem(id, incident, number, title, owner, due, link, createdAt, createdBy, at, by, version);
    }
}
