package dev.belfry.incident.signal.alert;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fires, as silences see it.
 *
 * @param incident null while something holds it back
 */
public record OpenAlert(UUID id, UUID service, @Nullable UUID incident, Map<String, String> labels) {}
