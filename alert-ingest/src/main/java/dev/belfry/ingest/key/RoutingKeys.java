package dev.belfry.ingest.key;

import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.access.Access;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The integrations by the hash of their routing key, as the compacted topic told. */
public final class RoutingKeys {
    private final Map<String, IntegrationEntry> byHash = new ConcurrentHashMap<>();
    private final Map<String, String> hashById = new ConcurrentHashMap<>();

    /** Takes one record of {@code integrations.v1}; no data is a tombstone. */
    public void learn(String id, Buffer data) {
        var oldHash = hashById.remove(id);
        if (oldHash != null) {
            byHash.remove(oldHash);
        }
        if (data.length() > 0) {
            var entry = Json.read(data.getBytes(), IntegrationEntry.class);
            hashById.put(id, entry.keyHash());
            byHash.put(entry.keyHash(), entry);
        }
    }

    public @Nullable IntegrationEntry find(String routingKey) {
        return byHash.get(Access.sha256(routingKey));
    }
}
