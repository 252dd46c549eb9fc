package dev.belfry.incident.incident.dependency;

import java.util.UUID;

/**
 * A service that another needs and that has a severe incident.
 *
 * @param service which it is
 * @param number of that incident
 */
public record Down(UUID service, String name, long number) {}
