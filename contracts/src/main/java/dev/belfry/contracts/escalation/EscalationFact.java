package dev.belfry.contracts.escalation;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code escalations.v1}: one thing that an escalation did. Readers make the words.
 *
 * @param id follows from what happened, so that it is known when it comes again
 * @param sequence the order of what happened at the same moment
 * @param step from 1; one above the last is the catch-all; 0 is what somebody asked for beside the steps
 * @param pass how often the policy has been climbed before, since it was begun (anew)
 * @param severity of the incident then
 * @param by who asked for it; null when it happened by itself
 * @param why in their own words
 * @param whom who is asked, who stands behind a skipped step, or who has still to acknowledge
 * @param everyone each of them has to acknowledge
 * @param wanted what a skipped step is for, the name that a refused wish used, or the only person the escalation is for
 * @param due when the step was due
 * @param until when a wait ends
 */
public record EscalationFact(
        UUID id,
        UUID escalationId,
        UUID incidentId,
        int cycle,
        Instant at,
        int sequence,
        FactKind kind,
        int step,
        int pass,
        IncidentSeverity severity,
        String policy,
        @Nullable UUID policyId,
        @Nullable Long policyVersion,
        @Nullable Actor by,
        @Nullable String why,
        List<Party> whom,
        boolean everyone,
        @Nullable FactReason reason,
        @Nullable String wanted,
        @Nullable Instant due,
        @Nullable Instant until) {
    public static final String TYPE = "belfry.escalation.fact.v1";

    public EscalationFact {
        whom = List.copyOf(whom);
    }
}
