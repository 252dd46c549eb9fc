package dev.belfry.incident.signal.alert;

import java.util.Map;
import java.util.UUID;

/** An alert that fires, as silences see it. */
public record OpenAlert(UUID id, UUID service, Map<String, String> labels) {}
