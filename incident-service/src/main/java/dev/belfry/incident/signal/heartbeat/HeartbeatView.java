package dev.belfry.incident.signal.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat as the API shows it.
 *
 * @param pingUrl where it is pinged; only to those who may know the secret in it
 */
record HeartbeatView(
        UUID id,
        UUID service,
        @Nullable UUID integration,
        String name,
        String slug,
        HeartbeatState state,
        @Nullable Duration period,
        @Nullable String schedule,
        @Nullable String timeZone,
        Duration grace,
        String description,
        @Nullable String alertMessage,
        @Nullable String alertPriority,
        List<String> tags,
        @Nullable Instant lastPing,
        @Nullable Instant lastStart,
        @Nullable Instant expectedAt,
        @Nullable Instant deadline,
        @Nullable String pingUrl,
        Instant createdAt,
        long version) {

    static HeartbeatView of(Heartbeat heartbeat, Instant now, @Nullable String pingUrl) {
        var plan = heartbeat.plan();
        var rhythm = plan.rhythm();
        return new HeartbeatView(
                heartbeat.id(),
                heartbeat.serviceId(),
                heartbeat.integrationId(),
                plan.name(),
                plan.slug(),
                heartbeat.seen(now),
                rhythm.period(),
                rhythm.cron(),
                rhythm.cron() == null ? null : rhythm.zone(),
                plan.grace(),
                plan.description(),
                plan.alertMessage(),
                plan.alertPriority(),
                plan.tags(),
                heartbeat.lastPing(),
                heartbeat.lastStart(),
                heartbeat.expectedAt(),
                heartbeat.deadline(),
                pingUrl,
                heartbeat.createdAt(),
                heartbeat.version());
    }
}
