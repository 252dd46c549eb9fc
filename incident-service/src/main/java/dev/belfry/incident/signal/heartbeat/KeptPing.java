package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.heartbeat.PingKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ping as it was kept.
 *
 * @param seq its place in the order in which pings were read
 */
public record KeptPing(
        long seq,
        UUID id,
        PingKind kind,
        @Nullable Integer exitStatus,
        @Nullable UUID run,
        Instant receivedAt,
        @Nullable String body) {}
