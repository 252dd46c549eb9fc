package dev.belfry.incident.alert;

import java.util.Map;

/** An alert that is held back, with the words that decide whether it still is. */
record Silenced(Alert alert, String summary, Map<String, String> labels) {}
