package dev.belfry.contracts.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a sender said about one alert, normalised.
 *
 * @param id what happened once; a replay carries the same id
 * @param dedupKey names the alert within its integration; at most 255 characters
 * @param occurredAt the sender's clock: for display only, never for a decision
 * @param labels what identifies the alert where its format has labels; silences match them
 * @param description more than the summary says, several lines
 * @param priority the sender's own word where it has one: {@code P1} to {@code P5}
 * @param tags the sender's tags, in order
 * @param expiresAt when the alert is over by itself unless the sender says it again; null when only a word ends it
 * @param repeats how many further times the sender said just this before it was told on; null is none
 */
public record AlertSignal(
        UUID id,
        AlertAction action,
        String dedupKey,
        String summary,
        AlertSeverity severity,
        @Nullable String source,
        @Nullable String component,
        @Nullable Instant occurredAt,
        Map<String, String> details,
        List<AlertLink> links,
        @Nullable Map<String, String> labels,
        @Nullable String description,
        @Nullable String priority,
        @Nullable List<String> tags,
        @Nullable Instant expiresAt,
        @Nullable Long repeats) {

    /** A signal of a format that says no more than these. */
    public AlertSignal(
            UUID id,
            AlertAction action,
            String dedupKey,
            String summary,
            AlertSeverity severity,
            @Nullable String source,
            @Nullable String component,
            @Nullable Instant occurredAt,
            Map<String, String> details,
            List<AlertLink> links) {
        this(
                id,
                action,
                dedupKey,
                summary,
                severity,
                source,
                component,
                occurredAt,
                details,
                links,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
