package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.silence.Quiet;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Planned work that pages nobody.
 *
 * @param occurrence the time that runs or comes next, and the last one when there is no other
 * @param cancelledAt when somebody ended it before its time; null when nobody did
 * @param createdBy who, by name
 * @param cycle grows by one with every change and every end of an occurrence
 * @param version grows by one with every change
 */
public record MaintenanceWindow(
        UUID id,
        Plan plan,
        Occurrence occurrence,
        @Nullable Instant cancelledAt,
        String createdBy,
        int cycle,
        long version,
        Instant updatedAt)
        implements Quiet {
    /** Where a window is in its life; between two occurrences it is scheduled. */
    public enum State {
        SCHEDULED,
        ACTIVE,
        ENDED
    }

    /** One that is not saved yet, to see what it would do. */
    static MaintenanceWindow draft(Plan plan, Instant now) {
        return new MaintenanceWindow(new UUID(0, 0), plan, new Occurrence(now, now), null, "", 1, 1, now);
    }

    public State state(Instant now) {
        if (cancelledAt != null) {
            return State.ENDED;
        }
        if (!occurrence.endsAt().isAfter(now)) {
            return goesOn(now) ? State.SCHEDULED : State.ENDED;
        }
        return occurrence.startsAt().isAfter(now) ? State.SCHEDULED : State.ACTIVE;
    }

    /** Whether there is an occurrence yet to come or to end, also in the moment in which the row still names the last one. */
    boolean goesOn(Instant now) {
        return cancelledAt == null && plan.timetable().next(now) != null;
    }

    @Override
    public boolean silences(UUID serviceId, Map<String, String> labels) {
        return covers(serviceId) && plan.matchers().stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** Whether it may hold back alerts of this service at all. */
    public boolean covers(UUID serviceId) {
        return plan.services().isEmpty()
                ? !serviceId.equals(Service.BELFRY)
                : plan.services().contains(serviceId);
    }
}
