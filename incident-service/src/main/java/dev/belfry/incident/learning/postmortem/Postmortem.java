package dev.belfry.incident.learning.postmortem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The story of an incident.
 *
 * @param body in Markdown
 * @param ownerId who sees to it that it is finished; null when that was a token without a person
 */
public record Postmortem(
        UUID id,
        UUID incident,
        @JsonIgnore long number,
        String title,
        String body,
        State state,
        @Nullable UUID ownerId,
        String owner,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy,
        @Nullable Instant publishedAt,
        long version) {
    public static final int LONGEST_TITLE = 300;
    public static final int LONGEST_BODY = 100_000;

    /** How far it is. */
    public enum State {
        DRAFT,
        IN_REVIEW,
        PUBLISHED
    }

    Postmortem written(String newTitle, String newBody, Instant at, String by) {
        return new Postmortem(
                id,
                incident,
                number,
                newTitle,
                newBody,
                state,
                ownerId,
                owner,
                createdAt,
                at,
                by,
                publishedAt,
                version + 1);
    }

    Postmortem in(State next, Instant at, String by) {
        var published = next == State.PUBLISHED ? at : publishedAt;
        return new Postmortem(
                id, incident, number, title, body, next, ownerId, owner, createdAt, at, by, published, version + 1);
    }
}
