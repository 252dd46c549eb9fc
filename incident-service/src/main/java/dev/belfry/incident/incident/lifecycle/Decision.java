package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.incident.catalog.service.SaidUrgency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a command. */
public sealed interface Decision {

    /**
     * The incident changed: one version more, one event for others.
     *
     * @param after the incident as it stands now
     * @param told what is added to its timeline; empty when the change is not worth a line
     * @param alert the alert that opens it; null when none does
     */
    record Moved(
            Incident after,
            Happened happened,
            Actor by,
            Instant at,
            @Nullable String note,
            String told,
            @Nullable AlertBrief alert)
            implements Decision {

        Moved(Incident after, Happened happened, Actor by, Instant at, @Nullable String note, String told) {
            this(after, happened, by, at, note, told, null);
        }

        /** What other services are told. */
        public IncidentEvent event() {
            return new IncidentEvent(
                    happened, after.version(), at, by, note, after.state().with(alert));
        }

        /** The same with the alert that opens it. */
        public Moved of(@Nullable AlertBrief opening) {
            return new Moved(after, happened, by, at, note, told, opening);
        }

        /** The same for what came before as well. */
        public Moved again(Incident.Recurrence before) {
            return new Moved(
                    after.recurring(before),
                    happened,
                    by,
                    at,
                    note,
                    told + ": the " + before.inWords() + " since " + before.since() + ", last #"
                            + before.of().number(),
                    alert);
        }

        /** The same, said to be so urgent. */
        public Moved urgent(SaidUrgency said) {
            return new Moved(after.urgent(said), happened, by, at, note, told, alert);
        }

        /** The same with a priority. */
        public Moved prior(@Nullable IncidentPriority priority) {
            return new Moved(after.prior(priority), happened, by, at, note, told, alert);
        }

        /** The same for an incident whose number was taken after the decision. */
        public Moved numbered(List<Long> numbers) {
            return new Moved(after.numbered(numbers), happened, by, at, note, told, alert);
        }
    }

    /** It already is as it was asked to be. */
    record Unchanged(Incident incident, String reason) implements Decision {}

    /** It cannot be done, and this is why. */
    record Refused(Incident incident, String reason) implements Decision {}
}
