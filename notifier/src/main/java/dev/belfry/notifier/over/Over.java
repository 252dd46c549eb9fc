package dev.belfry.notifier.over;

import dev.belfry.contracts.incident.IncidentState;
import java.time.Instant;
import java.util.UUID;

/**
 * An incident that has ended, and somebody who was paged for it.
 *
 * @param incident as it was when they were last paged
 * @param version of the incident event that ended it
 * @param how for people: {@code resolved by Ann Example}
 */
record Over(UUID user, IncidentState incident, long version, String how, Instant at) {}
