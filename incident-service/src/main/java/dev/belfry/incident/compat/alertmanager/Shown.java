package dev.belfry.incident.compat.alertmanager;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.incident.signal.silence.Silence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A firing alert as Alertmanager shows one.
 *
 * @param receiver the name of the integration it came through
 * @param silencedBy the silences that are active and meet it, whether or not it was paged before
 */
record Shown(AlertView alert, Map<String, String> labels, String fingerprint, String receiver, List<UUID> silencedBy) {
    /** Who received what came through a door that is gone. */
    static final String NOBODY = "belfry";

    private static final String ANNOTATION = "annotation.";
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    static Shown of(AlertView alert, @Nullable String integration, String service, List<Silence> active) {
        var labels = alert.matched(integration, service);
        var silencedBy = active.stream()
                .filter(silence -> silence.silences(alert.service(), labels))
                .map(Silence::id)
                .toList();
        return new Shown(alert, labels, fingerprint(labels), integration == null ? NOBODY : integration, silencedBy);
    }

    /** FNV-1a of 64 bits over the sorted labels, each name and value followed by 0xFF: model.LabelSet's own. */
    static String fingerprint(Map<String, String> labels) {
        long hash = 0xcbf29ce484222325L;
        for (var label : new TreeMap<>(labels).entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return String.format(Locale.ROOT, "%016x", hash);
    }

    private static long add(long hash, String text) {
        for (var one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
        }
        return (hash ^ 0xff) * 0x100000001b3L;
    }

    JsonObject json(Instant now) {
        var starts = alert.occurredAt() == null ? alert.firstSeen() : alert.occurredAt();
        var expires = alert.expiresAt();
        // A client takes an end in the past for a resolve, and it is Belfry that says when an alert is over.
        var ends = expires != null && expires.isAfter(now) ? expires : now.plus(RESOLVE_TIMEOUT);
        var by = new JsonArray();
        silencedBy.forEach(id -> by.add(id.toString()));
        var json = new JsonObject()
                .put("annotations", annotations())
                .put("endsAt", Times.text(ends))
                .put("fingerprint", fingerprint)
                .put("receivers", new JsonArray().add(new JsonObject().put("name", receiver)))
                .put("startsAt", Times.text(starts))
                .put(
                        "status",
                        new JsonObject()
                                .put("inhibitedBy", new JsonArray())
                                .put("mutedBy", new JsonArray())
                                .put("silencedBy", by)
                                .put("state", silencedBy.isEmpty() ? "active" : "suppressed"))
                .put("updatedAt", Times.text(alert.updatedAt()));
        alert.links().stream()
                .filter(link -> "Source".equals(link.text()))
                .map(AlertLink::href)
                .findFirst()
                .ifPresent(href -> json.put("generatorURL", href));
        return json.put("labels", object(labels));
    }

    private JsonObject annotations() {
        if (alert.labels() == null || alert.labels().isEmpty()) {
            var made = new JsonObject().put("summary", alert.summary());
            return alert.description() == null ? made : made.put("description", alert.description());
        }
        var annotations = new JsonObject();
        alert.details().forEach((name, value) -> {
            if (name.startsWith(ANNOTATION)) {
                annotations.put(name.substring(ANNOTATION.length()), value);
            }
        });
        return annotations;
    }

    static JsonObject object(Map<String, String> map) {
        var object = new JsonObject();
        map.forEach(object::put);
        return object;
    }
}
