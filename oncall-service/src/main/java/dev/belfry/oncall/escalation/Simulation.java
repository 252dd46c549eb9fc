package dev.belfry.oncall.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.oncall.policy.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to an incident that begins at {@code at} and that nobody acknowledges.
 *
 * @param complete false when it would go on beyond what is shown
 */
public record Simulation(
        Plan plan, Instant at, IncidentSeverity severity, Urgency urgency, List<Event> events, boolean complete) {
    public Simulation {
        events = List.copyOf(events);
    }

    /** Of a policy that is not there. */
    static Simulation none(Instant at, IncidentSeverity severity) {
        return new Simulation(Plan.NONE, at, severity, Urgency.of(severity), List.of(), true);
    }

    /** What a line of it tells. */
    public enum Kind {
        SKIPPED,
        PAGED,
        CATCHALL,
        WAITS,
        EXHAUSTED
    }

    /**
     * One thing that would happen.
     *
     * @param paged whom it would page, and why
     * @param delay how long the step has
     */
    public record Event(
            Instant at,
            Kind kind,
            int step,
            int repeat,
            String text,
            List<Paged> paged,
            @Nullable Duration delay) {
        public Event {
            paged = List.copyOf(paged);
        }

        static Event plain(Instant at, Kind kind, Position position, String text) {
            return new Event(at, kind, position.step(), position.repeat(), text, List.of(), null);
        }
    }

    /** One who would be paged. */
    public record Paged(Called who, String reason) {}
}
