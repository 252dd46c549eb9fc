package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSignal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is posted to {@code /api/v2/alerts} of an Alertmanager (its API v2, version 0.28), and its words when something is
 * wrong. Valid alerts of a body are taken even when others beside them are not.
 */
public final class PrometheusAlerts {
    /** What Alertmanager calls {@code resolve_timeout}. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private PrometheusAlerts() {}

    /**
     * What a body says.
     *
     * @param complaint the answer when not all of it is taken; null when all of it is
     */
    public record Posted(List<AlertSignal> alerts, @Nullable Answer complaint) {}

    public static Posted read(Incoming incoming, Minting minting) {
        if (incoming.body().length() == 0) {
            return refused(422, 602, "alerts in body is required");
        }
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isArray()) {
            return new Posted(List.of(), notAList());
        }
        var framework = framework(tree.get());
        if (framework != null) {
            return framework;
        }
        var alerts = new ArrayList<AlertSignal>();
        var faults = new ArrayList<String>();
        for (var alert : tree.get()) {
            var labels = labels(alert.path("labels"));
            var starts = Fields.time(alert, "startsAt");
            var ends = Fields.time(alert, "endsAt");
            var fault = fault(labels, starts, ends);
            if (fault == null) {
                alerts.add(signal(alert, labels, starts, ends, minting));
            } else {
                faults.add(fault);
            }
        }
        return new Posted(alerts, faults.isEmpty() ? null : Answer.json(400, String.join("; ", faults)));
    }

    public static Answer notAList() {
        return Objects.requireNonNull(
                unparsed("because the body is not a JSON array of alerts").complaint());
    }

    /** What Alertmanager's framework refuses before it looks at any alert; the whole body is refused then. */
    private static @Nullable Posted framework(JsonNode alerts) {
        int index = 0;
        for (var alert : alerts) {
            if (!alert.isObject()) {
                return unparsed("because an alert is not an object");
            }
            var labels = alert.path("labels");
            if (labels.isMissingNode() || labels.isNull()) {
                return refused(422, 602, index + ".labels in body is required");
            }
            for (var set : List.of(labels, alert.path("annotations"))) {
                if (!set.isMissingNode() && !set.isNull() && !isTexts(set)) {
                    return unparsed("because labels and annotations are objects of texts");
                }
            }
            for (var time : List.of("startsAt", "endsAt")) {
                var text = Fields.text(alert, time);
                if (!text.isEmpty() && Timestamps.parse(text) == null) {
                    return unparsed("because \"" + Fields.shorten(text, 40) + "\" is not a time");
                }
            }
            var generator = Fields.text(alert, "generatorURL");
            if (!generator.isEmpty() && !isUri(generator)) {
                return refused(
                        422,
                        601,
                        index + ".generatorURL in body must be of type uri: \"" + Fields.shorten(generator, 200)
                                + "\"");
            }
            index++;
        }
        return null;
    }

    private static boolean isTexts(JsonNode set) {
        if (!set.isObject()) {
            return false;
        }
        for (var value : set) {
            if (!value.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** Prometheus puts expressions into it that Java finds too loose for an address; Go does not. */
    private static boolean isUri(String text) {
        if (text.startsWith("http://") || text.startsWith("https://") || text.startsWith("/")) {
            return true;
        }
        try {
            return URI.create(text).isAbsolute();
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }

    /** A label without a value is no label. */
    private static Map<String, String> labels(JsonNode labels) {
        var kept = new TreeMap<String, String>();
        labels.properties().forEach(label -> {
            if (!label.getValue().asText().isEmpty()) {
                kept.put(label.getKey(), label.getValue().asText());
            }
        });
        return kept;
    }

    private static @Nullable String fault(
            Map<String, String> labels, @Nullable Instant starts, @Nullable Instant ends) {
        if (labels.isEmpty()) {
            return "at least one label pair required";
        }
        if (labels.containsKey("")) {
            return "invalid label set: invalid name \"\"";
        }
        return starts != null && ends != null && ends.isBefore(starts) ? "start time must be before end time" : null;
    }

    private static AlertSignal signal(
            JsonNode alert,
            Map<String, String> labels,
            @Nullable Instant starts,
            @Nullable Instant ends,
            Minting minting) {
        var annotations = alert.path("annotations");
        var now = minting.receivedAt();
        boolean resolved = ends != null && !ends.isAfter(now);
        var summary = Fields.text(annotations, "summary", "title", "message", "description");
        var description = Fields.text(annotations, "description");
        var draft = new Draft(minting)
                .resolveIf(resolved)
                .key(AlertmanagerWebhook.fingerprint(labels))
                .severity(Fields.severity(first(labels, "severity", "priority")))
                .source(first(labels, "instance", "host", "pod"))
                .component(first(labels, "service", "job"))
                .at(resolved ? ends : begun(starts, ends, now))
                .until(resolved ? null : ends == null ? now.plus(TIMEOUT) : ends)
                .labels(labels)
                .description(description.equals(summary) && description.indexOf('\n') < 0 ? "" : description)
                .allDetails(annotations, "annotation.");
        draft.link(Fields.text(annotations, "runbook_url", "runbook"), "Runbook");
        draft.link(Fields.text(annotations, "dashboard_url", "dashboard"), "Dashboard");
        draft.link(Fields.text(alert, "generatorURL"), "Source");
        return draft.summary(summary, first(labels, "alertname"), "Alert without a name")
                .signal();
    }

    private static Instant begun(@Nullable Instant starts, @Nullable Instant ends, Instant now) {
        if (starts != null) {
            return starts;
        }
        return ends != null && ends.isBefore(now) ? ends : now;
    }

    private static String first(Map<String, String> labels, String... names) {
        for (var name : names) {
            var value = labels.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    private static Posted unparsed(String why) {
        return refused(400, 400, "parsing alerts body from \"\" failed, " + why);
    }

    private static Posted refused(int status, int code, String message) {
        return new Posted(List.of(), Answer.json(status, Map.of("code", code, "message", message)));
    }
}
