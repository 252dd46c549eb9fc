package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
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
     */
    record Moved(
            Incident after,
            Happened happened,
            Actor by,
            Instant at,
            @Nullable String note,
            String told) implements Decision {

        /** What other services are told. */
        public IncidentEvent event() {
            return new IncidentEvent(happened, after.version(), at, by, note, after.state());
        }

        /** The same for an incident whose number was taken after the decision. */
        public Moved numbered(List<Long> numbers) {
            return new Moved(after.numbered(numbers), happened, by, at, note, told);
        }
    }

    /** It already is as it was asked to be. */
    record Unchanged(Incident incident, String reason) implements Decision {}

    /** It cannot be done, and this is why. */
    record Refused(Incident incident, String reason) implements Decision {}
}
