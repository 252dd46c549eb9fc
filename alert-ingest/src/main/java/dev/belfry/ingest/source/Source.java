package dev.belfry.ingest.source;

import java.util.UUID;

/** One sender's format: how its requests are read, and how it wants to be answered. Pure. */
public interface Source {
    /** The word for it in events, metrics and addresses: {@code alertmanager}. */
    String format();

    Normalised read(Incoming incoming, Minting minting);

    /** The answer once everything is durable. */
    default Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return Webhook.accepted(requestId, accepted.alerts());
    }

    default Answer refused(Refusal refusal) {
        return Webhook.refused(refusal);
    }
}
