package dev.belfry.contracts.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One request that was answered with success: its body as it came, and the alerts it was normalised to.
 *
 * @param format the wire format: {@code pagerduty_v2}, {@code alertmanager}, {@code generic}
 * @param raw the body as text, so that nothing is lost by normalising
 */
public record AcceptedRequest(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        String format,
        Instant receivedAt,
        String raw,
        List<AlertSignal> alerts) {

    /** The same, accepted at another time. */
    public AcceptedRequest receivedAt(Instant at) {
        return new AcceptedRequest(id, integrationId, serviceId, format, at, raw, alerts);
    }
}
