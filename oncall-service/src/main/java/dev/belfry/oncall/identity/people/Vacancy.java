package dev.belfry.oncall.identity.people;

import java.time.Instant;
import java.util.UUID;

/**
 * A shift that an inactive person would have.
 *
 * @param uncovered whether nobody else is on call then
 */
public record Vacancy(UUID schedule, String scheduleName, Instant start, Instant end, boolean uncovered) {}
