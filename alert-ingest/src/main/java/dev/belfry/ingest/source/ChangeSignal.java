package dev.belfry.ingest.source;

import dev.belfry.contracts.alert.AlertLink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a sender says was changed: a deployment, a release, a build.
 *
 * @param occurredAt the sender's clock
 */
public record ChangeSignal(
        String summary,
        @Nullable String source,
        @Nullable Instant occurredAt,
        Map<String, String> details,
        List<AlertLink> links) {}
