package dev.belfry.incident.signal.alert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is held back, with the words that decide whether it still is and where it belongs.
 *
 * @param byMaintenance whether a maintenance window is among what held it back
 */
public record Silenced(
        Alert alert,
        String summary,
        @Nullable String component,
        @Nullable String source,
        @Nullable String priority,
        Map<String, String> labels,
        boolean byMaintenance) {}
