package dev.belfry.contracts.change;

import dev.belfry.contracts.alert.AlertLink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code alerts.v1}: a sender tells that something was changed; it pages nobody and helps to find a cause.
 *
 * @param format the wire format: {@code pagerduty_change}, {@code github}, {@code gitlab}
 * @param occurredAt the sender's clock
 * @param raw the body as text
 */
public record Change(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        String format,
        Instant receivedAt,
        String summary,
        @Nullable String source,
        @Nullable Instant occurredAt,
        Map<String, String> details,
        List<AlertLink> links,
        String raw) {
    public static final String TYPE = "belfry.change.reported.v1";
}
