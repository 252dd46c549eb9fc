package dev.belfry.incident.signal.alert;

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
 * @param incident null while a silence or a rule holds it back, and for ever when it was over before that was
 * @param status whether it fires: {@code triggered}, else "resolved"
 * @param labels where its format has labels
 * @param occurredAt since when, by its sender's clock
 * @param tiny a short number of its own
 * @param silencedBy what holds it back, or held it back when it was over
 * @param maintenance the maintenance windows that hold it back, or held it back when it was over
 * @param hold the event rule that holds it back, or held it back when it was over
 * @param firstBody the request it came in first, as it was; only when one alert is asked for
 */
public record AlertView(
        UUID id,
        UUID integration,
        UUID service,
        @Nullable UUID incident,
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
        @Nullable Map<String, String> labels,
        @Nullable String description,
        @Nullable String priority,
        List<String> tags,
        @Nullable Instant occurredAt,
        @Nullable Instant expiresAt,
        long tiny,
        @Nullable String owner,
        boolean acknowledged,
        @Nullable String acknowledgedBy,
        List<SilenceRef> silencedBy,
        List<MaintenanceRef> maintenance,
        @Nullable Hold hold,
        Instant updatedAt,
        @Nullable String firstBody,
        @Nullable String lastBody) {

    /** What silences match of it; the names of the door it came through and of its service belong to that. */
    public Map<String, String> matched(@Nullable String integrationName, String serviceName) {
        return Labels.of(labels, summary, severity, source, component, dedupKey, integrationName, serviceName, details);
    }

    /** Who silenced it, until when, and why. */
    public record SilenceRef(UUID id, String createdBy, String comment, Instant until) {}

    /** What was planned, by whom, and until when it goes on. */
    public record MaintenanceRef(UUID id, String name, String createdBy, Instant until) {}
}
