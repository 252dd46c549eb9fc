package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
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
    /** What to say to an instant that is not {@link #possible}. */
    static final String POSSIBLE = "this is not a time from 2000 to 2199";

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    public Simulation {
        events = List.copyOf(events);
    }

    /** Calendars mean little outside of this, and the database knows no times far outside. */
    public static boolean possible(Instant at) {
        return !at.isBefore(FIRST) && at.isBefore(END);
    }

    /** Of a policy that is not there. */
    public static Simulation none(Instant at, IncidentSeverity severity) {
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

        static Event plain(Kind kind, Position position, EscalationFact fact) {
            return new Event(
                    fact.at(), kind, position.step(), position.repeat(), EscalationWords.of(fact), List.of(), null);
        }
    }

    /** One who would be paged. */
    public record Paged(Party who, String reason) {}
}
