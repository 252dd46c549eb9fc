package dev.belfry.ingest.source;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sender's format: how its requests are read, and how it wants to be answered. Pure. */
public interface Source {
    /** How many bytes a body may have in most formats: PagerDuty's own bound. */
    int SMALL = 512 * 1024;

    /** How many it may have in formats that tell of many alerts at once. */
    int LARGE = 16 * 1024 * 1024;

    /** The word for it in events, metrics and addresses: {@code alertmanager}. */
    String format();

    Normalised read(Incoming incoming, Minting minting);

    /**
     * Where a body that is larger than {@link #SMALL} has its list of alerts, by which it is read in pieces: the name of
     * a member, or nothing for the body itself. Null for formats without large bodies.
     */
    default @Nullable String listOf(String contentType) {
        return null;
    }

    /** What is wrong with a large body as a whole, before it is read in pieces; null when nothing is. */
    default @Nullable Refusal check(Incoming whole) {
        return null;
    }

    /** The answer once everything is durable. */
    default Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return Webhook.accepted(requestId, accepted.alerts());
    }

    default Answer refused(Refusal refusal) {
        return Webhook.refused(refusal);
    }
}
