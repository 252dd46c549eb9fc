package dev.belfry.system.bench;

import dev.belfry.contracts.Topics;
import dev.belfry.platform.events.Producer;
import dev.belfry.platform.json.Json;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tells alert-ingest of integrations and heartbeats, as incident-service would. */
public final class Keys {
    private Keys() {}

    /** One integration or heartbeat as it stands in {@code integrations.v1}. */
    public record Entry(String key, UUID id, String type, Object data) {}

    /** Blocks until the broker has them. */
    public static void publish(Vertx vertx, String bootstrap, List<Entry> entries) {
        var producer = new Producer(vertx, bootstrap, "keys", java.time.InstantSource.system());
        producer.warm(List.of(Topics.INTEGRATIONS)).await();
        for (var entry : entries) {
            producer.send(
                            Topics.INTEGRATIONS.name(),
                            null,
                            entry.key,
                            entry.id,
                            entry.type,
                            entry.key,
                            Instant.EPOCH,
                            Json.bytes(entry.data))
                    .await();
        }
        producer.close().await();
    }
}
