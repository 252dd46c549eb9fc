package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * PagerDuty Events API v2, {@code POST /v2/enqueue}: its fields, its error words, its statuses. The body is always a JSON
 * object, because clients parse it whatever the status.
 */
public final class PagerDutyEvents implements Source {
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    @Override
    public String format() {
        return "pagerduty_v2";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("JSON parse error");
        }
        var event = tree.get();
        var faults = faults(event);
        if (!faults.isEmpty()) {
            return Normalised.invalid(faults);
        }
        return Normalised.Accepted.alerts(Fields.text(event, "routing_key"), List.of(signal(event, minting)));
    }

    private static List<Refusal.Fault> faults(JsonNode event) {
        var faults = new ArrayList<Refusal.Fault>();
        var key = Fields.text(event, "routing_key");
        if (required(faults, event, "routing_key") && key.length() != PagerDutyWords.KEY_LENGTH) {
            faults.add(PagerDutyWords.wrongLength("routing_key"));
        }
        var action = Fields.text(event, "event_action");
        if (required(faults, event, "event_action") && !ACTIONS.contains(action)) {
            faults.add(fault(
                    "event_action",
                    "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"));
        }
        if (Fields.text(event, "dedup_key").length() > Fields.MAX_DEDUP_KEY) {
            faults.add(fault("dedup_key", "Length of 'dedup_key' is incorrect (should be at most 255 characters)"));
        }
        if (action.equals("trigger")) {
            payloadFaults(faults, event.path("payload"));
        } else if (ACTIONS.contains(action)) {
            required(faults, event, "dedup_key");
        }
        return faults;
    }

    private static void payloadFaults(List<Refusal.Fault> faults, JsonNode payload) {
        for (var name : List.of("summary", "source", "severity")) {
            if (Fields.text(payload, name).isEmpty()) {
                faults.add(PagerDutyWords.missing("payload." + name));
            }
        }
        var severity = Fields.text(payload, "severity");
        if (!severity.isEmpty() && !SEVERITIES.contains(severity)) {
            faults.add(
                    new Refusal.Fault(
                            "#/payload/severity",
                            "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"));
        }
    }

    private static boolean required(List<Refusal.Fault> faults, JsonNode event, String name) {
        boolean missing = Fields.text(event, name).isEmpty();
        if (missing) {
            faults.add(PagerDutyWords.missing(name));
        }
        return !missing;
    }

    private static Refusal.Fault fault(String name, String words) {
        return new Refusal.Fault("#/" + name, words);
    }

    private static AlertSignal signal(JsonNode event, Minting minting) {
        var action = AlertAction.valueOf(Fields.text(event, "event_action").toUpperCase(Locale.ROOT));
        // Clients send a payload, even a dummy one, with acknowledge and resolve: it says nothing then.
        var payload = action == AlertAction.TRIGGER ? event.path("payload") : event.path("no payload");
        var dedupKey = Fields.text(event, "dedup_key");
        var details = Fields.details();
        Fields.details(payload.get("custom_details"), "", details);
        for (var name : List.of("group", "class")) {
            var value = Fields.text(payload, name);
            if (!value.isEmpty()) {
                details.putIfAbsent(name, value);
            }
        }
        var severity = Fields.text(payload, "severity");
        var links = links(event, details);
        return new AlertSignal(
                minting.id(),
                action,
                dedupKey.isEmpty() ? minting.dedupKey() : dedupKey,
                Fields.shorten(Fields.text(payload, "summary"), Fields.MAX_SUMMARY),
                severity.isEmpty() ? AlertSeverity.INFO : AlertSeverity.valueOf(severity.toUpperCase(Locale.ROOT)),
                Fields.optional(payload, "source"),
                Fields.optional(payload, "component"),
                Fields.time(payload, "timestamp"),
                details,
                links);
    }

    private static List<AlertLink> links(JsonNode event, Map<String, String> details) {
        var links = new ArrayList<AlertLink>();
        for (var link : event.path("links")) {
            Fields.link(links, details, Fields.text(link, "href"), Fields.optional(link, "text"));
        }
        for (var image : event.path("images")) {
            Fields.image(links, details, image);
        }
        Fields.link(links, details, Fields.text(event, "client_url"), Fields.optional(event, "client"));
        return links;
    }

    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return Answer.json(
                202,
                Map.of(
                        "status", "success",
                        "message", "Event processed",
                        "dedup_key", accepted.alerts().getFirst().dedupKey()));
    }

    @Override
    public Answer refused(Refusal refusal) {
        return PagerDutyWords.refused(refusal, 429);
    }
}
