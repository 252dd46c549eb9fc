package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as people and programs see it.
 *
 * @param status whether it fires: {@code triggered}, else "resolved"
 * @param firstBody the request it came in first, as it was; only when one alert is asked for
 */
public record AlertView(
        UUID id,
        UUID integration,
        UUID service,
        UUID incident,
        String dedupKey,
        String status,
        AlertSeverity severity,
        String summary,
        @Nullable String source,
        @Nullable String component,
        Map<String, String> details,
        List<AlertLink> links,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        @Nullable String firstBody,
        @Nullable String lastBody) {}
