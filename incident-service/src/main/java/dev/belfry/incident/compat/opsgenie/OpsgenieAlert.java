package dev.belfry.incident.compat.opsgenie;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as Opsgenie's clients see it.
 *
 * @param priority the sender's own, or what its severity comes to
 * @param acknowledgedBy empty when nobody did
 * @param snoozedUntil null when it is not put off
 */
record OpsgenieAlert(
        UUID id,
        long tiny,
        String alias,
        String message,
        boolean open,
        boolean acknowledged,
        String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant snoozedUntil,
        List<String> tags,
        long count,
        Instant createdAt,
        Instant lastOccurredAt,
        Instant updatedAt,
        @Nullable Instant closedAt,
        String closedBy,
        String source,
        String owner,
        String priority,
        UUID integrationId,
        String integrationName,
        String integrationType,
        String entity,
        String description,
        Map<String, String> details,
        List<String> actions,
        List<Map<String, String>> responders) {

    /** As it is in a list. */
    Map<String, Object> brief() {
        var json = new LinkedHashMap<String, Object>();
        json.put("seen", acknowledged || !open);
        json.put("id", id.toString());
        json.put("tinyId", Long.toString(tiny));
        json.put("alias", alias);
        json.put("message", message);
        json.put("status", open ? "open" : "closed");
        json.put("acknowledged", acknowledged);
        json.put("isSeen", acknowledged || !open);
        json.put("tags", tags);
        json.put("snoozed", snoozedUntil != null);
        if (snoozedUntil != null) {
            // Only then: a client that reads it as a time cannot read an empty one.
            json.put("snoozedUntil", Envelope.time(snoozedUntil));
        }
        json.put("count", count);
        json.put("lastOccurredAt", Envelope.time(lastOccurredAt));
        json.put("createdAt", Envelope.time(createdAt));
        json.put("updatedAt", Envelope.time(updatedAt));
        json.put("source", source);
        json.put("owner", owner);
        json.put("ownerTeamId", "");
        json.put("priority", priority);
        json.put("teams", teams());
        json.put("responders", responders);
        json.put(
                "integration",
                Map.of("id", integrationId.toString(), "name", integrationName, "type", integrationType));
        json.put("report", report());
        return json;
    }

    /** As it is by itself. */
    Map<String, Object> whole() {
        var json = brief();
        json.put("actions", actions);
        json.put("entity", entity);
        json.put("description", description);
        json.put("details", details);
        return json;
    }

    private List<Map<String, String>> teams() {
        return responders.stream()
                .filter(one -> "team".equals(one.get("type")))
                .map(one -> {
                    var team = new LinkedHashMap<>(one);
                    team.remove("type");
                    return (Map<String, String>) team;
                })
                .toList();
    }

    private Map<String, Object> report() {
        var json = new LinkedHashMap<String, Object>();
        json.put("ackTime", since(acknowledgedAt));
        json.put("closeTime", since(closedAt));
        json.put("acknowledgedBy", acknowledgedBy);
        json.put("closedBy", closedBy);
        return json;
    }

    private long since(@Nullable Instant at) {
        return at == null ? 0 : Math.max(0, Duration.between(createdAt, at).toMillis());
    }
}
