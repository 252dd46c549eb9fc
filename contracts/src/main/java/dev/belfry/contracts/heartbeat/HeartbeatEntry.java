package dev.belfry.contracts.heartbeat;

import java.util.UUID;

/**
 * A record of {@code integrations.v1}, key {@code heartbeat:ID}: a heartbeat that may be pinged. A tombstone ends it.
 *
 * @param slug names it within its service: lower-case letters, digits and hyphens
 * @param keyHash SHA-256 of its ping key in lower-case hex
 */
public record HeartbeatEntry(UUID id, UUID serviceId, String name, String slug, String keyHash) {
    public static final String TYPE = "belfry.heartbeat.v1";

    public String key() {
        return "heartbeat:" + id;
    }
}
