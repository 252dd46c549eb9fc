package dev.belfry.ingest.source;

import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.sns.SnsEnvelope;
import java.util.List;

/** What a request was understood as: something to be kept, or a refusal. */
public sealed interface Normalised {
    /**
     * Alerts and changes, in order; both empty for a test or a greeting, which is only answered.
     *
     * @param routingKey through whose door it comes
     */
    record Accepted(String routingKey, List<AlertSignal> alerts, List<ChangeSignal> changes) implements Normalised {
        public static Accepted alerts(String routingKey, List<AlertSignal> alerts) {
            return new Accepted(routingKey, alerts, List.of());
        }

        public static Accepted changes(String routingKey, List<ChangeSignal> changes) {
            return new Accepted(routingKey, List.of(), changes);
        }
    }

    /** Counts only if the envelope is from whom it says; a confirmation is answered at its address. */
    record Signed(SnsEnvelope envelope, Normalised content) implements Normalised {}

    record Refused(Refusal refusal) implements Normalised {}

    static Normalised unreadable(String detail) {
        return new Refused(new Refusal.Unreadable(detail));
    }

    static Normalised invalid(List<Refusal.Fault> faults) {
        return new Refused(new Refusal.Invalid(faults));
    }
}
