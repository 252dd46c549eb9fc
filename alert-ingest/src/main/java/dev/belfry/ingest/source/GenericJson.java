package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A JSON object from anything that can send one: {@code summary}, {@code severity}, {@code dedup_key}, {@code action},
 * {@code source}, {@code component}, {@code details}, {@code links}, {@code timestamp}, all but the key of a recovery
 * optional. What is not understood still pages, coarsely: the whole body is kept.
 */
public final class GenericJson implements Source {
    @Override
    public String format() {
        return "generic";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming.bytes());
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("The body is not a JSON object.");
        }
        var event = tree.get();
        var action = action(Fields.text(event, "action", "event_action", "status", "state"));
        var dedupKey = Fields.text(event, "dedup_key", "dedupKey", "key", "alias", "id");
        if (action != AlertAction.TRIGGER && dedupKey.isEmpty()) {
            return Normalised.invalid(List.of(new Refusal.Fault(
                    "#/dedup_key", "is needed to " + action.name().toLowerCase(Locale.ROOT) + " an alert")));
        }
        if (dedupKey.length() > Fields.MAX_DEDUP_KEY) {
            return Normalised.invalid(List.of(
                    new Refusal.Fault("#/dedup_key", "must have at most " + Fields.MAX_DEDUP_KEY + " characters")));
        }
        return Normalised.Accepted.alerts(incoming.routingKey(), List.of(signal(event, action, dedupKey, minting)));
    }

    /** Only explicit words are a recovery; everything else is a problem. */
    static AlertAction action(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "resolve", "resolved", "recovery", "recovered", "ok", "up" -> AlertAction.RESOLVE;
            case "acknowledge", "acknowledged", "ack" -> AlertAction.ACKNOWLEDGE;
            default -> AlertAction.TRIGGER;
        };
    }

    private static AlertSignal signal(JsonNode event, AlertAction action, String dedupKey, Minting minting) {
        var summary = Fields.text(event, "summary", "title", "message", "name", "description");
        var details = Fields.details();
        Fields.details(event.get("details"), "", details);
        Fields.details(event.get("custom_details"), "", details);
        Fields.details(event.get("labels"), "", details);
        return new AlertSignal(
                minting.id(),
                action,
                dedupKey.isEmpty() ? minting.dedupKey() : dedupKey,
                Fields.shorten(summary.isEmpty() ? "Alert without a summary" : summary, Fields.MAX_SUMMARY),
                Fields.severity(Fields.text(event, "severity", "priority", "level")),
                Fields.optional(event, "source", "host", "hostname", "instance"),
                Fields.optional(event, "component", "service"),
                Fields.time(event, "timestamp", "time", "occurred_at"),
                details,
                links(event));
    }

    private static List<AlertLink> links(JsonNode event) {
        var links = new ArrayList<AlertLink>();
        for (var link : event.path("links")) {
            if (link.isTextual()) {
                Fields.link(links, link.asText(), null);
            } else {
                Fields.link(links, Fields.text(link, "href", "url"), Fields.optional(link, "text", "title"));
            }
        }
        Fields.link(links, Fields.text(event, "url", "link"), null);
        return links;
    }
}
