package dev.belfry.incident.signal.alert;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;

/** A signal with the request that carried it. */
public record Heard(AcceptedRequest request, AlertSignal signal) {

    /** The alert it speaks of. */
    public AlertKey key() {
        return new AlertKey(request.integrationId(), signal.dedupKey());
    }

    /** Opsgenie's repeats only count: what the alert says is changed by commands of their own. */
    public boolean replacesWords() {
        return !request.format().equals("opsgenie");
    }

    /** How often the sender said it: once, and what was counted together on the way here. */
    public long times() {
        var repeats = signal.repeats();
        return repeats == null ? 1 : 1 + Math.max(0, repeats);
    }
}
