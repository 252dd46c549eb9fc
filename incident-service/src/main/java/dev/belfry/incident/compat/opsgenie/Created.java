package dev.belfry.incident.compat.opsgenie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the body of a create says that no other format says of an alert.
 *
 * @param ownAlias whether its sender gave the alert an alias; else its id is one
 * @param responders whom it names, teams of older clients among them
 */
record Created(boolean ownAlias, String user, String note, List<String> actions, List<Responder> responders) {
    private static final int MOST_ACTIONS = 10;
    private static final int LONGEST_ACTION = 50;
    private static final int MOST_RESPONDERS = 50;
    /** A key that was made for an alert without one. */
    private static final Pattern MADE = Pattern.compile("[0-9a-f]{32}");

    static Created of(String raw, String dedupKey) {
        JsonNode body;
        try {
            body = Json.mapper().readTree(raw);
        } catch (JsonProcessingException unreadable) {
            return new Created(true, "", "", List.of(), List.of());
        }
        var actions = new ArrayList<String>();
        for (var action : body.path("actions")) {
            var text = action.asText("").strip();
            if (!action.isNull() && !text.isEmpty() && actions.size() < MOST_ACTIONS) {
                actions.add(text.length() <= LONGEST_ACTION ? text : text.substring(0, LONGEST_ACTION));
            }
        }
        var responders = new ArrayList<Responder>();
        body.path("responders").forEach(one -> add(responders, one, ""));
        body.path("teams").forEach(one -> add(responders, one, "team"));
        return new Created(
                !text(body, "alias").isEmpty() || !MADE.matcher(dedupKey).matches(),
                text(body, "user"),
                text(body, "note"),
                List.copyOf(actions),
                List.copyOf(responders));
    }

    private static void add(List<Responder> into, JsonNode one, String type) {
        Responder.read(one, type)
                .filter(responder -> into.size() < MOST_RESPONDERS && !into.contains(responder))
                .ifPresent(into::add);
    }

    private static String text(JsonNode body, String name) {
        var value = body.path(name);
        return value.isTextual() ? value.asText().strip() : "";
    }
}
