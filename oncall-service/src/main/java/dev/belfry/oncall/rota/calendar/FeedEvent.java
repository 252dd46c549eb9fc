package dev.belfry.oncall.rota.calendar;

import java.time.Instant;

/**
 * A shift as a calendar shows it.
 *
 * @param uid the same for the same shift however often it is read, and for no other
 * @param end exclusive
 */
public record FeedEvent(String uid, Instant start, Instant end, String summary, String description) {}
