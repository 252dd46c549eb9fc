package dev.belfry.contracts.incident;

import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code incidents.v1}: people did something about an incident that leaves its own state as it is.
 *
 * @param kind {@code role_assigned}, {@code task_done}, {@code update_sent}, …; more may come, so a reader passes over
 *     what it does not know
 * @param text what happened, in words
 */
public record ResponseFact(UUID incidentId, long number, String kind, Instant at, Actor by, String text) {
    public static final String TYPE = "belfry.incident.response.v1";
}
