package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.incident.Actor;
import java.time.Instant;
import java.util.Map;

/**
 * A kept line of a timeline.
 *
 * @param seq its place in the order of what was written
 */
public record TimelineEntry(
        long seq, long version, Instant at, String kind, Actor actor, String text, Map<String, String> data) {}
