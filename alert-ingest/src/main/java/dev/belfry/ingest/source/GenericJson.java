package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.mapping.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A JSON object from anything that can send one: {@code summary}, {@code severity}, {@code dedup_key}, {@code action},
 * {@code source}, {@code component}, {@code details}, {@code links}, {@code timestamp}, all but the key of a recovery
 * optional. What is not understood still pages, coarsely: the whole body is kept. An
 * integration that has a mapping has it read by that.
 */
public final class GenericJson implements Source {
    static final String[] ACTION = {"action", "event_action", "status", "state"};
    static final String[] KEY = {"dedup_key", "dedupKey", "key", "alias", "id"};
    static final String[] SUMMARY = {"summary", "title", "message", "name", "description"};
    static final String[] SEVERITY = {"severity", "priority", "level"};
    static final String[] SOURCE = {"source", "host", "hostname", "instance"};
    static final String[] COMPONENT = {"component", "service"};
    static final String[] TIME = {"timestamp", "time", "occurred_at"};
    static final String[] DETAILS = {"details", "custom_details", "labels"};

    private final Mappings mappings = new Mappings();

    @Override
    public String format() {
        return "generic";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming.bytes());
        var integration = incoming.integration();
        var mapping = integration == null ? null : integration.mapping();
        if (mapping != null && tree.isPresent()) {
            var read = MappedJson.read(
                    mappings.of(mapping), tree.get(), incoming.headers().get(), minting);
            return Normalised.Accepted.alerts(incoming.routingKey(), read.alerts());
        }
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("The body is not a JSON object.");
        }
        var event = tree.get();
        var action = action(Fields.text(event, ACTION));
        var dedupKey = Fields.text(event, KEY);
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
        var summary = Fields.text(event, SUMMARY);
        var details = Fields.details();
        for (var name : DETAILS) {
            Fields.details(event.get(name), "", details);
        }
        return new AlertSignal(
                minting.id(),
                action,
                dedupKey.isEmpty() ? minting.dedupKey() : dedupKey,
                Fields.shorten(summary.isEmpty() ? "Alert without a summary" : summary, Fields.MAX_SUMMARY),
                Fields.severity(Fields.text(event, SEVERITY)),
                Fields.optional(event, SOURCE),
                Fields.optional(event, COMPONENT),
                Fields.time(event, TIME),
                details,
                links(event));
    }

    static List<AlertLink> links(JsonNode event) {
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
