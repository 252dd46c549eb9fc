package dev.belfry.contracts.alert;

import java.util.List;

/** A record of {@code alerts.v1}: the requests that one event-loop tick accepted for one partition, in order. */
public record AlertBatch(List<AcceptedRequest> requests) {
    public static final String TYPE = "belfry.alerts.accepted.v1";
}
