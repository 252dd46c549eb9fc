package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.alert.AlertVerb;
import dev.belfry.contracts.alert.IdentifierType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is asked of {@code /v2/alerts} of Opsgenie's API, as far as it changes something. */
public final class OpsgenieAlerts {
    private static final int MAX_USER = 100;
    private static final int MAX_NOTE = 25_000;
    private static final int MAX_ITEMS = 20;

    private OpsgenieAlerts() {}

    /** What a request was understood as. */
    public sealed interface Asked {
        record Create(AlertSignal signal) implements Asked {}

        /** Something is to be done to an alert that exists; the members are those of the contract's command. */
        record Follow(
                AlertVerb verb,
                @Nullable String user,
                @Nullable String source,
                @Nullable String note,
                @Nullable String text,
                @Nullable List<String> items,
                @Nullable Map<String, String> details,
                @Nullable Instant until)
                implements Asked {}

        /** Its fields are not valid: field by field, in Opsgenie's words. */
        record Invalid(Map<String, String> errors) implements Asked {}

        /** The body is no JSON object. */
        record Unreadable() implements Asked {}

        /** There is no such request. */
        record Unknown() implements Asked {}
    }

    /** Reads the body of {@code POST /v2/alerts}. */
    public static Asked create(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return new Asked.Unreadable();
        }
        var event = tree.get();
        var message = Fields.text(event, "message");
        if (message.isEmpty()) {
            return invalid("message", "Message can not be empty.");
        }
        var priority = Fields.text(event, "priority").toUpperCase(Locale.ROOT);
        if (!priority.isEmpty() && !priority.matches("P[1-5]")) {
            return invalid("priority", "Priority should be one of [P1, P2, P3, P4, P5].");
        }
        var draft = new Draft(minting)
                .key(Fields.text(event, "alias"))
                .summary(message)
                .description(Fields.text(event, "description"))
                .priority(priority.isEmpty() ? "P3" : priority)
                .severity(severity(priority))
                .source(Fields.text(event, "source"))
                .component(Fields.text(event, "entity"))
                .allDetails(event.get("details"), "");
        for (var tag : event.path("tags")) {
            draft.tag(tag.isNull() ? "" : Fields.asText(tag));
        }
        return new Asked.Create(draft.signal());
    }

    /** P1 is critical, and P3, which is what is meant when none is told, a warning. */
    private static AlertSeverity severity(String priority) {
        return switch (priority) {
            case "P1" -> AlertSeverity.CRITICAL;
            case "P2" -> AlertSeverity.ERROR;
            case "P4", "P5" -> AlertSeverity.INFO;
            default -> AlertSeverity.WARNING;
        };
    }

    /**
     * Reads a request about an alert that exists.
     *
     * @param action what follows the identifier in the path, decoded; empty for the alert itself
     * @param argument what follows the action
     */
    public static Asked follow(String method, String action, String argument, Incoming incoming) {
        var query = incoming.query();
        if (method.equals("DELETE")) {
            return delete(action, query);
        }
        var tree = incoming.body().length() == 0 ? Optional.<JsonNode>of(Forms.object()) : Fields.tree(incoming);
        if (tree.isEmpty() || !(tree.get().isObject() || tree.get().isNull())) {
            return new Asked.Unreadable();
        }
        var body = tree.get();
        return method.equals("PUT") ? put(action, body) : post(action, argument, body);
    }

    private static Asked delete(String action, UnaryOperator<String> query) {
        var user = text(query.apply("user"), MAX_USER);
        var source = text(query.apply("source"), MAX_USER);
        var note = text(query.apply("note"), MAX_NOTE);
        return switch (action) {
            case "" -> new Asked.Follow(AlertVerb.DELETE, user, source, note, null, null, null, null);
            case "tags" -> removed(AlertVerb.REMOVE_TAGS, "tags", query.apply("tags"), user, source, note);
            case "details" -> removed(AlertVerb.REMOVE_DETAILS, "keys", query.apply("keys"), user, source, note);
            default -> new Asked.Unknown();
        };
    }

    private static Asked removed(
            AlertVerb verb,
            String name,
            String list,
            @Nullable String user,
            @Nullable String source,
            @Nullable String note) {
        var items = new ArrayList<String>();
        for (var item : list.split(",", -1)) {
            if (!item.isBlank() && items.size() < MAX_ITEMS) {
                items.add(Fields.shorten(Fields.whole(item.strip()), Fields.MAX_DEDUP_KEY));
            }
        }
        return items.isEmpty()
                ? invalid(name, name + " can not be empty.")
                : new Asked.Follow(verb, user, source, note, null, items, null, null);
    }

    private static Asked put(String action, JsonNode body) {
        return switch (action) {
            case "message" -> required(AlertVerb.CHANGE_MESSAGE, body, "message", Fields.text(body, "message"));
            case "description" ->
                required(AlertVerb.CHANGE_DESCRIPTION, body, "description", Fields.text(body, "description"));
            case "priority" -> {
                var priority = Fields.text(body, "priority").toUpperCase(Locale.ROOT);
                yield priority.matches("P[1-5]")
                        ? plain(AlertVerb.CHANGE_PRIORITY, body, priority)
                        : invalid("priority", "Priority should be one of [P1, P2, P3, P4, P5].");
            }
            default -> new Asked.Unknown();
        };
    }

    private static Asked post(String action, String argument, JsonNode body) {
        return switch (action) {
            case "acknowledge" -> plain(AlertVerb.ACKNOWLEDGE, body, null);
            case "unacknowledge" -> plain(AlertVerb.UNACKNOWLEDGE, body, null);
            case "close" -> plain(AlertVerb.CLOSE, body, null);
            case "snooze" -> {
                var until = Fields.time(body, "endTime");
                yield until == null
                        ? invalid(
                                "endTime",
                                Fields.text(body, "endTime").isEmpty()
                                        ? "End time can not be empty."
                                        : "End time should be a time such as 2026-01-05T09:00:00Z, within seven days.")
                        : full(AlertVerb.SNOOZE, body, null, null, null, until);
            }
            case "escalate" -> required(AlertVerb.ESCALATE, body, "escalation", named(body.path("escalation")));
            case "assign" -> required(AlertVerb.ASSIGN, body, "owner", named(body.path("owner")));
            case "teams" -> required(AlertVerb.ADD_TEAM, body, "team", named(body.path("team")));
            case "responders" -> responder(body);
            case "tags" -> tags(body);
            case "details" -> details(body);
            case "notes" ->
                Fields.text(body, "note").isEmpty()
                        ? invalid("note", "Note can not be empty.")
                        : plain(AlertVerb.ADD_NOTE, body, null);
            case "actions" ->
                argument.isEmpty()
                        ? new Asked.Unknown()
                        : plain(AlertVerb.RUN_ACTION, body, Fields.shorten(Fields.whole(argument), MAX_USER));
            default -> new Asked.Unknown();
        };
    }

    /** By whichever of the three it is named. */
    private static String named(JsonNode who) {
        return Fields.text(who, "name", "username", "id");
    }

    private static Asked responder(JsonNode body) {
        var named = named(body.path("responder"));
        return named.isEmpty()
                ? required(AlertVerb.ADD_RESPONDER, body, "responder", named)
                : full(
                        AlertVerb.ADD_RESPONDER,
                        body,
                        named,
                        null,
                        Map.of(
                                "type",
                                Fields.text(body.path("responder"), "type").toLowerCase(Locale.ROOT)),
                        null);
    }

    private static Asked tags(JsonNode body) {
        var items = new ArrayList<String>();
        for (var tag : body.path("tags")) {
            var text = tag.isNull() ? "" : Fields.asText(tag).strip();
            if (!text.isEmpty() && items.size() < MAX_ITEMS) {
                items.add(Fields.shorten(text, Fields.MAX_DEDUP_KEY));
            }
        }
        return items.isEmpty()
                ? invalid("tags", "Tags can not be empty.")
                : full(AlertVerb.ADD_TAGS, body, null, items, null, null);
    }

    private static Asked details(JsonNode body) {
        var read = new LinkedHashMap<String, String>();
        if (body.path("details").isObject()) {
            Fields.details(body.path("details"), "", read);
        }
        return read.isEmpty()
                ? invalid("details", "Details can not be empty.")
                : full(AlertVerb.ADD_DETAILS, body, null, null, read, null);
    }

    private static Asked required(AlertVerb verb, JsonNode body, String name, String text) {
        return text.isEmpty()
                ? invalid(name, Character.toUpperCase(name.charAt(0)) + name.substring(1) + " can not be empty.")
                : plain(verb, body, text);
    }

    private static Asked plain(AlertVerb verb, JsonNode body, @Nullable String text) {
        return full(verb, body, text, null, null, null);
    }

    private static Asked full(
            AlertVerb verb,
            JsonNode body,
            @Nullable String text,
            @Nullable List<String> items,
            @Nullable Map<String, String> details,
            @Nullable Instant until) {
        return new Asked.Follow(
                verb,
                text(Fields.text(body, "user"), MAX_USER),
                text(Fields.text(body, "source"), MAX_USER),
                text(Fields.text(body, "note"), MAX_NOTE),
                text == null ? null : Fields.shorten(text, MAX_NOTE),
                items,
                details,
                until);
    }

    private static @Nullable String text(String text, int max) {
        return text.isBlank() ? null : Fields.shorten(Fields.whole(text.strip()), max);
    }

    private static Asked invalid(String name, String words) {
        return new Asked.Invalid(Map.of(name, words));
    }

    /** By what an identifier names its alert; null for a word nobody knows. */
    public static @Nullable IdentifierType identifierType(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "id" -> IdentifierType.ID;
            case "alias" -> IdentifierType.ALIAS;
            case "tiny" -> IdentifierType.TINY;
            default -> null;
        };
    }

    /** An alias as it is kept: without blanks at its ends, and a long one as its alert's dedup key. */
    public static String identifier(String identifier) {
        return Draft.bounded(Fields.whole(identifier).strip());
    }
}
