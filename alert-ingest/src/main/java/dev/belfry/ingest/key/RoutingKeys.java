package dev.belfry.ingest.key;

import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The integrations and heartbeats by the hash of their keys, as the compacted topic told. */
public final class RoutingKeys {
    /** The first half of a SHA-256: as hard to meet by chance as the key itself, and a quarter of its hex text. */
    private record Hash(long high, long low) {
        static Hash of(String hex) {
            return new Hash(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
        }
    }

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::digest);

    private final Map<Hash, Record> byHash = new ConcurrentHashMap<>();
    private final Map<String, Hash> hashByKey = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    /** Known from an earlier run only. */
    private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();

    private final Map<String, HeartbeatEntry> heartbeatByName = new ConcurrentHashMap<>();

    /** Takes one record of {@code integrations.v1}; a tombstone closes the door. */
    public void learn(Event event) {
        changes.incrementAndGet();
        unconfirmed.remove(event.key());
        if (event.deleted()) {
            forget(hashByKey.remove(event.key()), null);
        } else if (event.type().equals(IntegrationEntry.TYPE)) {
            learn(event.key(), event.as(IntegrationEntry.class));
        } else if (event.type().equals(HeartbeatEntry.TYPE)) {
            learn(event.key(), event.as(HeartbeatEntry.class));
        }
    }

    /** Takes what an earlier run knew, where this run has not heard of it yet. */
    void recall(Snapshot snapshot) {
        snapshot.integrations().forEach((key, entry) -> recall(key, () -> learn(key, entry)));
        snapshot.heartbeats().forEach((key, entry) -> recall(key, () -> learn(key, entry)));
    }

    private void recall(String key, Runnable learn) {
        if (!hashByKey.containsKey(key)) {
            unconfirmed.add(key);
            learn.run();
        }
    }

    /**
     * The whole topic has been read: what an earlier run knew and the topic does not is gone. A topic that holds nothing was
     * emptied, and its owner fills it again: until then what an earlier run knew goes on being taken.
     */
    public void confirm() {
        if (changes.get() == 0) {
            return;
        }
        for (var key : List.copyOf(unconfirmed)) {
            unconfirmed.remove(key);
            forget(hashByKey.remove(key), null);
        }
    }

    /** How often something was learned. */
    long changes() {
        return changes.get();
    }

    /** Everything that is known, for a later run. */
    Snapshot snapshot() {
        var integrations = new TreeMap<String, IntegrationEntry>();
        var heartbeats = new TreeMap<String, HeartbeatEntry>();
        hashByKey.forEach((key, hash) -> {
            var known = byHash.get(hash);
            if (known instanceof IntegrationEntry entry) {
                integrations.put(key, entry);
            } else if (known instanceof HeartbeatEntry entry) {
                heartbeats.put(key, entry);
            }
        });
        return new Snapshot(integrations, heartbeats);
    }

    /** What is known: entries by their keys in the topic, with the hashes of secrets and never a secret. */
    record Snapshot(Map<String, IntegrationEntry> integrations, Map<String, HeartbeatEntry> heartbeats) {}

    private void learn(String key, IntegrationEntry entry) {
        learn(key, Hash.of(entry.keyHash()), entry);
    }

    private void learn(String key, HeartbeatEntry entry) {
        learn(key, Hash.of(entry.keyHash()), entry);
        heartbeatByName.put(name(entry, entry.slug()), entry);
        heartbeatByName.put(name(entry, entry.name()), entry);
    }

    private void learn(String key, Hash hash, Record entry) {
        // In this order there is no moment in which a key that stays valid is not known.
        var before = byHash.put(hash, entry);
        if (before instanceof HeartbeatEntry heartbeat) {
            forgetNames(heartbeat);
        }
        forget(hashByKey.put(key, hash), hash);
    }

    private void forget(@Nullable Hash old, @Nullable Hash now) {
        if (old != null && !old.equals(now) && byHash.remove(old) instanceof HeartbeatEntry heartbeat) {
            forgetNames(heartbeat);
        }
    }

    /** The integration of a routing key; null when there is none. */
    public @Nullable IntegrationEntry find(String routingKey) {
        return byHash.get(hash(routingKey)) instanceof IntegrationEntry entry ? entry : null;
    }

    /** The heartbeat of a ping key; null when there is none. */
    public @Nullable HeartbeatEntry findHeartbeat(String pingKey) {
        return byHash.get(hash(pingKey)) instanceof HeartbeatEntry entry ? entry : null;
    }

    /** The heartbeat of the integration's service with that slug or name; null when there is none. */
    public @Nullable HeartbeatEntry findHeartbeat(IntegrationEntry integration, String name) {
        return heartbeatByName.get(integration.serviceId() + " " + name);
    }

    private void forgetNames(HeartbeatEntry heartbeat) {
        heartbeatByName.remove(name(heartbeat, heartbeat.slug()), heartbeat);
        heartbeatByName.remove(name(heartbeat, heartbeat.name()), heartbeat);
    }

    private static String name(HeartbeatEntry heartbeat, String name) {
        return heartbeat.serviceId() + " " + name;
    }

    private static Hash hash(String secret) {
        var bytes = DIGEST.get().digest(secret.getBytes(StandardCharsets.UTF_8));
        return new Hash(number(bytes, 0), number(bytes, 8));
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + 8; i++) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }
}
