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
        List<AlertLink> links) {}
