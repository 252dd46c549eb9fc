package dev.belfry.incident.signal.alert;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An alert of the last days, whether it still fires or not. */
public record RecentAlert(UUID id, UUID service, String summary, Instant firstSeen, Map<String, String> labels) {}
