package dev.belfry.contracts.heartbeat;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code alerts.v1}: a heartbeat was pinged.
 *
 * @param heartbeatId null when it is to be made: then {@code integrationId} and {@code slug} name it
 * @param integrationId through whose key it came; null when the heartbeat's own key was used
 * @param exitStatus 0 to 255 where the sender told one
 * @param run pairs a start with its end
 * @param body the first 10,000 bytes of what was sent, as text
 */
public record HeartbeatPing(
        UUID id,
        UUID serviceId,
        @Nullable UUID heartbeatId,
        @Nullable UUID integrationId,
        @Nullable String slug,
        PingKind kind,
        @Nullable Integer exitStatus,
        @Nullable UUID run,
        Instant receivedAt,
        @Nullable String body) {
    public static final String TYPE = "belfry.heartbeat.pinged.v1";
}
