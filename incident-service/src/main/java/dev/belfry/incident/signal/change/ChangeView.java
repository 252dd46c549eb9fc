package dev.belfry.incident.signal.change;

import dev.belfry.contracts.alert.AlertLink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change as people and programs see it.
 *
 * @param seq its place in the order in which changes were read
 * @param occurredAt by the sender's clock
 */
public record ChangeView(
        long seq,
        UUID id,
        UUID integration,
        UUID service,
        String format,
        Instant receivedAt,
        @Nullable Instant occurredAt,
        String summary,
        @Nullable String source,
        Map<String, String> details,
        List<AlertLink> links) {}
