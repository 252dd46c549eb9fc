package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.mapping.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object from anything that can send one: {@code summary}, {@code severity}, {@code dedup_key}, {@code action},
 * {@code source}, {@code component}, {@code message}, {@code details}, {@code links}, {@code timestamp}, all but the key
 * of a recovery optional. What is not understood still pages, coarsely: the whole body is kept. An
 * integration that has a mapping has it read by that.
 */
public final class GenericJson implements Source {
    static final String[] ACTION = {"action", "event_action", "status", "state"};
    static final String[] KEY = {"dedup_key", "dedupKey", "key", "alias", "id"};
    static final String[] SUMMARY = {"summary", "title", "message", "name", "description"};
    static final String[] TEXT = {"description", "message"};
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
        var tree = Fields.tree(incoming);
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
        var links = new ArrayList<AlertLink>();
        links(event, (href, text) -> Fields.link(links, details, href, text));
        var description = description(event, summary);
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
                links,
                null,
                description.isEmpty() ? null : Fields.shorten(description, Draft.MAX_DESCRIPTION),
                null,
                null,
                null,
                null);
    }

    /** What the event says at more length than its summary. */
    static String description(JsonNode event, String summary) {
        for (var name : TEXT) {
            var text = Fields.text(event, name);
            if (!text.isEmpty() && !text.equals(summary)) {
                return text;
            }
        }
        return "";
    }

    static void links(JsonNode event, BiConsumer<String, @Nullable String> into) {
        for (var link : event.path("links")) {
            if (link.isTextual()) {
                into.accept(link.asText(), null);
            } else {
                into.accept(Fields.text(link, "href", "url"), Fields.optional(link, "text", "title"));
            }
        }
        into.accept(Fields.text(event, "url", "link"), null);
    }
}
