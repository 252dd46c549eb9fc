package dev.belfry.incident.alert;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;

/** A signal with the request that carried it. */
public record Heard(AcceptedRequest request, AlertSignal signal) {

    /** The alert it speaks of. */
    public AlertKey key() {
        return new AlertKey(request.integrationId(), signal.dedupKey());
    }
}
