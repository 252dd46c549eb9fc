package dev.belfry.ingest.source;

import dev.belfry.contracts.alert.AlertSignal;
import java.util.List;

/** What a body was understood as: alerts, or a refusal. */
public sealed interface Normalised {
    record Alerts(String routingKey, List<AlertSignal> alerts) implements Normalised {}

    record Refused(Refusal refusal) implements Normalised {}

    static Normalised unreadable(String detail) {
        return new Refused(new Refusal.Unreadable(detail));
    }

    static Normalised invalid(List<Refusal.Fault> faults) {
        return new Refused(new Refusal.Invalid(faults));
    }
}
