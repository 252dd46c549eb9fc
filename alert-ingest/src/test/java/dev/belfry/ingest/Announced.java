package dev.belfry.ingest;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.json.Json;
import dev.belfry.platform.run.Host;
import java.time.Instant;

/** Puts integrations on their topic, as incident-service does. */
final class Announced {
    private Announced() {}

    static void by(Host host, IntegrationEntry entry) {
        var id = entry.id().toString();
        host.producer()
                .send(
                        Topics.INTEGRATIONS.name(),
                        null,
                        id,
                        entry.id(),
                        IntegrationEntry.TYPE,
                        id,
                        Instant.EPOCH,
                        Json.bytes(entry))
                .await();
    }
}
