package dev.belfry.incident.incident.overview;

import dev.belfry.incident.catalog.service.Integration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An integration as the page of its service shows it.
 *
 * @param maskedKey its key with only the last characters to be seen
 * @param lastEvent when it received something last; null when it never did
 */
public record Door(
        Integration integration, String maskedKey, @Nullable Instant lastEvent) {}
