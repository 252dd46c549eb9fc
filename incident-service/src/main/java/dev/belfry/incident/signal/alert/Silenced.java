package dev.belfry.incident.signal.alert;

import java.util.Map;

/**
 * An alert that is held back, with the words that decide whether it still is.
 *
 * @param byMaintenance whether a maintenance window is among what held it back
 */
public record Silenced(Alert alert, String summary, Map<String, String> labels, boolean byMaintenance) {}
