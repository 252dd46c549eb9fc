package dev.belfry.ingest.source;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** The chance and the time a pure reader needs: new ids, and when the request came. */
public record Minting(Supplier<UUID> ids, Instant receivedAt) {
    UUID id() {
        return ids.get();
    }

    /** A dedup key for a sender that gave none: 32 hex digits, as PagerDuty makes them. */
    String dedupKey() {
        return id().toString().replace("-", "");
    }
}
