package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.incident.catalog.service.RoutingKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life that is awaited. All times are those of the log, so that it never matters how late the log is read.
 *
 * @param integrationId through whose key it was made; null when a person made it
 * @param pingKey the secret in the address it is pinged at
 * @param enabled whether it is watched; pings of one that is not are only kept
 * @param state never {@link HeartbeatState#LATE} or {@link HeartbeatState#PAUSED}: those are seen, not kept
 * @param alerting whether an alert of it was sent and not taken back
 * @param expectedAt when the next sign of life is due; null when none is awaited
 * @param deadline when its absence is told; null when none is awaited
 * @param version grows by one when people change it; pings leave it alone
 */
public record Heartbeat(
        UUID id,
        UUID serviceId,
        @Nullable UUID integrationId,
        Plan plan,
        String pingKey,
        boolean enabled,
        HeartbeatState state,
        boolean alerting,
        @Nullable Instant lastPing,
        @Nullable Instant lastStart,
        @Nullable Instant expectedAt,
        @Nullable Instant deadline,
        Instant createdAt,
        long version) {

    /** One that was never pinged. */
    public static Heartbeat made(
            UUID id, UUID serviceId, @Nullable UUID integrationId, Plan plan, String pingKey, Instant at) {
        return new Heartbeat(
                id,
                serviceId,
                integrationId,
                plan,
                pingKey,
                true,
                HeartbeatState.NEW,
                false,
                null,
                null,
                null,
                null,
                at,
                1);
    }

    /** The partition of the log in which its pings and the ticks that measure its silence are in order. */
    public int part() {
        return part(serviceId);
    }

    static int part(UUID serviceId) {
        return Math.floorMod(serviceId.hashCode(), Topics.ALERTS.partitions());
    }

    /** How it stands, for those who look at this moment. */
    public HeartbeatState seen(Instant now) {
        if (!enabled) {
            return HeartbeatState.PAUSED;
        }
        return state == HeartbeatState.UP && expectedAt != null && now.isAfter(expectedAt)
                ? HeartbeatState.LATE
                : state;
    }

    /** What others are told of it: never the key itself. */
    HeartbeatEntry entry() {
        return new HeartbeatEntry(id, serviceId, plan.name(), plan.slug(), RoutingKey.hash(pingKey));
    }

    /** Whether this ping says that something went wrong. */
    static boolean failure(HeartbeatPing ping) {
        var exit = ping.exitStatus();
        return ping.kind() == PingKind.FAIL || (ping.kind() == PingKind.SUCCESS && exit != null && exit != 0);
    }

    /** It after a ping; the same when the ping changes nothing. */
    Heartbeat pinged(HeartbeatPing ping) {
        var at = ping.receivedAt();
        if (!enabled || ping.kind() == PingKind.LOG) {
            return this;
        }
        if (failure(ping)) {
            return stands(HeartbeatState.DOWN, true, at, lastStart, null, null);
        }
        var due = plan.rhythm().next(at);
        var latest = due.plus(plan.grace());
        return ping.kind() == PingKind.START
                ? stands(HeartbeatState.STARTED, alerting, lastPing, at, due, latest)
                : stands(HeartbeatState.UP, false, at, lastStart, due, latest);
    }

    /** Whether its silence is to be told at this tick. */
    boolean missed(Instant tick) {
        return enabled && deadline != null && deadline.isBefore(tick);
    }

    /** It was silent for too long. */
    Heartbeat silent() {
        return stands(HeartbeatState.DOWN, true, lastPing, lastStart, expectedAt, null);
    }

    /** Belfry was deaf until then: what was said meanwhile is not known, so everybody gets the time of one more round. */
    Heartbeat deafUntil(Instant at) {
        if (deadline == null) {
            return this;
        }
        // A run of a schedule that is due while the grace runs may have been told of just before: the next one counts.
        var rhythm = plan.rhythm();
        var due = rhythm.next(rhythm.cron() == null ? at : at.plus(plan.grace()));
        var latest = due.plus(plan.grace());
        return latest.isAfter(deadline) ? stands(state, alerting, lastPing, lastStart, due, latest) : this;
    }

    /** Nobody wants to hear of it. */
    Heartbeat paused() {
        return with(plan, false).stands(state, false, lastPing, lastStart, null, null);
    }

    /** It is watched again, from its next ping on. */
    Heartbeat resumed() {
        return with(plan, true).stands(HeartbeatState.NEW, false, lastPing, lastStart, null, null);
    }

    /** It with another plan; what is awaited is reckoned anew. */
    Heartbeat planned(Plan other) {
        var changed = with(other, enabled);
        var from = state == HeartbeatState.STARTED ? lastStart : lastPing;
        if (deadline == null || from == null) {
            return changed;
        }
        var due = other.rhythm().next(from);
        return changed.stands(state, alerting, lastPing, lastStart, due, due.plus(other.grace()));
    }

    private Heartbeat with(Plan other, boolean watched) {
        return new Heartbeat(
                id,
                serviceId,
                integrationId,
                other,
                pingKey,
                watched,
                state,
                alerting,
                lastPing,
                lastStart,
                expectedAt,
                deadline,
                createdAt,
                version + 1);
    }

    private Heartbeat stands(
            HeartbeatState newState,
            boolean nowAlerting,
            @Nullable Instant ping,
            @Nullable Instant start,
            @Nullable Instant due,
            @Nullable Instant latest) {
        return new Heartbeat(
                id,
                serviceId,
                integrationId,
                plan,
                pingKey,
                enabled,
                newState,
                nowAlerting,
                ping,
                start,
                due,
                latest,
                createdAt,
                version);
    }
}
