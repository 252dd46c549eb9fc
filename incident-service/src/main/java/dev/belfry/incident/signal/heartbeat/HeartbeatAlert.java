package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.incident.signal.alert.Priority;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says of a heartbeat what a sender says of a full disk: its alerts go the road of all alerts. */
final class HeartbeatAlert {
    /** The door through which Belfry tells of heartbeats; no sender can open it. */
    static final UUID DOOR = Ids.derived("integration", "belfry", "heartbeat");

    private static final int LONGEST_OUTPUT = 1_000;

    private HeartbeatAlert() {}

    /** It was silent until this tick. */
    static AcceptedRequest silent(Heartbeat before, Instant tick) {
        var message = before.plan().alertMessage();
        var last = before.state() == HeartbeatState.STARTED ? before.lastStart() : before.lastPing();
        var since = before.state() == HeartbeatState.STARTED
                ? " has started and not finished: no ping since "
                : " is silent: no ping since ";
        var words = message == null ? before.plan().name() + since + last : message;
        return request(before, "silent", before.deadline(), tick, AlertAction.TRIGGER, words, null);
    }

    /** It said that it failed. */
    static AcceptedRequest failed(Heartbeat heartbeat, HeartbeatPing ping) {
        var exit = ping.exitStatus();
        var words = heartbeat.plan().name() + " has failed" + (exit == null ? "" : ": exit status " + exit);
        return request(heartbeat, "failed", ping.id(), ping.receivedAt(), AlertAction.TRIGGER, words, ping.body());
    }

    /** It lives, or nobody wants to hear of it any more. */
    static AcceptedRequest over(Heartbeat heartbeat, UUID because, Instant at) {
        var words = heartbeat.plan().name() + " is well";
        return request(heartbeat, "over", because, at, AlertAction.RESOLVE, words, null);
    }

    private static AcceptedRequest request(
            Heartbeat heartbeat,
            String kind,
            @Nullable Object once,
            Instant at,
            AlertAction action,
            String words,
            @Nullable String output) {
        var id = Ids.derived("heartbeat-" + kind, heartbeat.id(), String.valueOf(once));
        var plan = heartbeat.plan();
        var signal = new AlertSignal(
                id,
                action,
                "heartbeat:" + heartbeat.id(),
                words,
                Priority.severity(Objects.requireNonNullElse(plan.alertPriority(), "P2")),
                plan.name(),
                null,
                at,
                details(heartbeat, output),
                List.of(),
                null,
                plan.description().isEmpty() ? null : plan.description(),
                plan.alertPriority(),
                plan.tags(),
                null,
                null);
        return new AcceptedRequest(
                id, DOOR, heartbeat.serviceId(), "heartbeat", at, output == null ? "" : output, List.of(signal));
    }

    private static Map<String, String> details(Heartbeat heartbeat, @Nullable String output) {
        var details = new LinkedHashMap<String, String>();
        details.put("heartbeat", heartbeat.plan().slug());
        if (heartbeat.lastPing() != null) {
            details.put("last ping", heartbeat.lastPing().toString());
        }
        if (heartbeat.expectedAt() != null) {
            details.put("expected", heartbeat.expectedAt().toString());
        }
        if (output != null && !output.isEmpty()) {
            details.put("output", output.substring(0, Math.min(output.length(), LONGEST_OUTPUT)));
        }
        return details;
    }
}
