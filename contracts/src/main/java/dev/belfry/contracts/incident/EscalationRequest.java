package dev.belfry.contracts.incident;

import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code requests.v1}: somebody wants others to be asked than those whose turn it is.
 *
 * @param id a request is carried out once, however often it arrives
 * @param cycle the cycle it is meant for; the request may arrive before the incident is known
 * @param party what is named
 * @param named its id, its name or a person's e-mail address, as it was written
 */
public record EscalationRequest(
        UUID id, UUID incidentId, int cycle, Actor by, Instant at, RequestedParty party, String named) {
    public static final String TYPE = "belfry.escalation.requested.v1";
}
