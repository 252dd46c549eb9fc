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
        if (data.length() == 0) {
            forget(hashById.remove(id), "");
            return;
        }
        // In this order there is no moment in which a key that stays valid is not known.
        var entry = Json.read(data.getBytes(), IntegrationEntry.class);
        byHash.put(entry.keyHash(), entry);
        forget(hashById.put(id, entry.keyHash()), entry.keyHash());
    }

    private void forget(@Nullable String oldHash, String newHash) {
        if (oldHash != null && !oldHash.equals(newHash)) {
            byHash.remove(oldHash);
        }
    }

    public @Nullable IntegrationEntry find(String routingKey) {
        return byHash.get(Access.sha256(routingKey));
    }
}
