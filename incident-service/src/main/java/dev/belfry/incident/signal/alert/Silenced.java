package dev.belfry.incident.signal.alert;

import java.util.Map;

/** An alert that is held back, with the words that decide whether it still is. */
public record Silenced(Alert alert, String summary, Map<String, String> labels) {}
