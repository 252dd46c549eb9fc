package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.platform.database.Message;

/** Asks on-call to page others too. */
public final class CallIn {
    private CallIn() {}

    public static Message of(EscalationRequest request) {
        var key = request.incidentId().toString();
        return new Message(request.id(), Topics.REQUESTS.name(), key, EscalationRequest.TYPE, key, request);
    }
}
