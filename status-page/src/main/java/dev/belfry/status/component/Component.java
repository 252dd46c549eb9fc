package dev.belfry.status.component;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A part of a service that customers know by name.
 *
 * @param set what a person set
 * @param status how it looks: the worst of what was set, what its services' open incidents say, and what is posted
 * @param services what it stands on
 * @param followsIncidents whether it shows the open incidents of these services; only a person switches that on
 * @param followDelayMinutes how long an incident must have been open before the component shows it
 */
public record Component(
        UUID id,
        long version,
        UUID statusPage,
        String name,
        String description,
        int position,
        ComponentStatus set,
        ComponentStatus status,
        List<UUID> services,
        boolean followsIncidents,
        int followDelayMinutes,
        Instant createdAt,
        Instant updatedAt) {

    /** The same, set to another status by a person. */
    public Component set(ComponentStatus status, Instant now) {
        return changed(status, followsIncidents, followDelayMinutes, now);
    }

    /** The same, following the incidents of its services in another way. */
    public Component following(boolean follows, int delayMinutes, Instant now) {
        return changed(set, follows, delayMinutes, now);
    }

    private Component changed(ComponentStatus status, boolean follows, int delayMinutes, Instant now) {
        return new Component(
                id,
                version,
                statusPage,
                name,
                description,
                position,
                status,
                status,
                services,
                follows,
                delayMinutes,
                createdAt,
                now);
    }
}
