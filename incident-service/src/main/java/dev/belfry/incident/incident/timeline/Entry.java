package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.incident.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One line of an incident's timeline.
 *
 * @param version the incident's version it belongs to; 0 when it tells of something around the incident
 * @param kind what sort of line it is: {@code triggered}, {@code note_added}, {@code delivery}, {@code escalation}, …
 */
public record Entry(
        UUID incidentId, long version, Instant at, String kind, Actor by, String text, Map<String, String> data) {}
