package dev.belfry.incident.catalog.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as the console shows it.
 *
 * @param policy the name of its escalation policy; null when it has none, or nobody told its name yet
 */
public record ServiceCard(Service service, @Nullable String policy, List<Door> doors) {

    /** One of its integrations, without its key. */
    public record Door(Integration integration, String maskedKey) {}
}
