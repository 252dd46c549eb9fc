package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.signal.heartbeat.Heartbeat;
import dev.belfry.incident.signal.heartbeat.HeartbeatState;
import dev.belfry.incident.signal.heartbeat.Plan;
import dev.belfry.incident.signal.heartbeat.Rhythm;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Heartbeats in Opsgenie's form: an interval in minutes, hours or days, and no grace. */
final class ClientHeartbeat {
    private ClientHeartbeat() {}

    /** What was read of a body. */
    sealed interface Read {
        record Fine(Plan plan) implements Read {}

        record Bad(String field, String reason) implements Read {}
    }

    /** A plan out of a body; what the body does not say stays as it was. */
    static Read read(JsonObject body, @Nullable Plan before, String name) {
        if (name.isBlank() || name.length() > 200) {
            return new Read.Bad("name", "Name has 1 to 200 characters.");
        }
        var rhythm = before == null ? null : before.rhythm();
        if (rhythm == null || body.containsKey("interval") || body.containsKey("intervalUnit")) {
            rhythm = rhythm(body, rhythm);
        }
        if (rhythm == null) {
            return new Read.Bad("interval", "Interval is a number of minutes, hours or days, at least 1.");
        }
        var tags = tags(body, before);
        if (tags == null) {
            return new Read.Bad("alertTags", "Alert tags are up to 20 texts of up to 50 characters.");
        }
        var priority = text(body, "alertPriority", before == null ? "P3" : before.alertPriority());
        if (priority != null && !priority.matches("P[1-5]")) {
            return new Read.Bad("alertPriority", "Alert priority is one of P1 to P5.");
        }
        var description =
                Objects.requireNonNullElse(text(body, "description", before == null ? null : before.description()), "");
        var message = text(body, "alertMessage", before == null ? null : before.alertMessage());
        if (description.length() > 10_000 || (message != null && message.length() > 1_024)) {
            return new Read.Bad(
                    description.length() > 10_000 ? "description" : "alertMessage", "The text is too long.");
        }
        var slug = before != null && before.name().equals(name) ? before.slug() : Plan.slug(name);
        return new Read.Fine(new Plan(
                name,
                slug,
                rhythm,
                before == null ? Duration.ZERO : before.grace(),
                description,
                message == null || message.isBlank() ? name + " is expired" : message,
                priority,
                tags));
    }

    /** As it is answered by itself and in lists. */
    static Map<String, Object> whole(Heartbeat heartbeat, Instant now) {
        var plan = heartbeat.plan();
        var period = Objects.requireNonNullElse(plan.rhythm().period(), Duration.ofDays(1));
        var json = new LinkedHashMap<String, Object>();
        json.put("name", plan.name());
        json.put("description", plan.description());
        if (period.toSeconds() % 86_400 == 0) {
            json.put("interval", period.toDays());
            json.put("intervalUnit", "days");
        } else if (period.toSeconds() % 3_600 == 0) {
            json.put("interval", period.toHours());
            json.put("intervalUnit", "hours");
        } else {
            json.put("interval", (period.toSeconds() + 59) / 60);
            json.put("intervalUnit", "minutes");
        }
        json.put("enabled", heartbeat.enabled());
        json.put("expired", heartbeat.seen(now) == HeartbeatState.DOWN);
        if (heartbeat.lastPing() != null) {
            json.put("lastPingTime", Envelope.time(heartbeat.lastPing()));
        }
        json.put("alertMessage", Objects.requireNonNullElse(plan.alertMessage(), plan.name() + " is expired"));
        json.put("alertTags", plan.tags());
        json.put("alertPriority", Objects.requireNonNullElse(plan.alertPriority(), "P2"));
        return json;
    }

    /** As it is answered to a change. */
    static Map<String, Object> brief(Heartbeat heartbeat, Instant now) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", heartbeat.plan().name());
        json.put("enabled", heartbeat.enabled());
        json.put("expired", heartbeat.seen(now) == HeartbeatState.DOWN);
        return json;
    }

    private static @Nullable Rhythm rhythm(JsonObject body, @Nullable Rhythm before) {
        var period = before == null ? null : before.period();
        long interval = body.getValue("interval") instanceof Number number
                ? number.longValue()
                : period == null ? 0 : period.toMinutes();
        if (interval < 1 || interval > 1_000_000) {
            return null;
        }
        var unit = Objects.requireNonNullElse(text(body, "intervalUnit", "minutes"), "minutes");
        return switch (unit) {
            case "minutes" -> Rhythm.every(Duration.ofMinutes(interval));
            case "hours" -> Rhythm.every(Duration.ofHours(interval));
            case "days" -> Rhythm.every(Duration.ofDays(interval));
            default -> null;
        };
    }

    private static @Nullable List<String> tags(JsonObject body, @Nullable Plan before) {
        if (!(body.getValue("alertTags") instanceof JsonArray array)) {
            return before == null ? List.of() : before.tags();
        }
        if (array.size() > 20 || !array.stream().allMatch(tag -> tag instanceof String text && text.length() <= 50)) {
            return null;
        }
        return array.stream().map(String.class::cast).toList();
    }

    private static @Nullable String text(JsonObject body, String member, @Nullable String otherwise) {
        return body.getValue(member) instanceof String text ? text : otherwise;
    }
}
