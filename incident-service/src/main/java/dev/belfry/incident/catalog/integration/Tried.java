package dev.belfry.incident.catalog.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a payload would become, as the page shows it.
 *
 * @param notes what was not found, and what was taken instead
 */
public record Tried(List<Alert> alerts, List<String> notes) {
    private static final int MOST = 100;

    /** One alert of it: what it says of itself, by name, in order. */
    public record Alert(String action, String summary, Map<String, String> members) {}

    static Tried of(JsonNode answer) {
        var alerts = new ArrayList<Alert>();
        for (var alert : answer.path("alerts")) {
            if (alerts.size() == MOST) {
                break;
            }
            var members = new LinkedHashMap<String, String>();
            alert.properties().forEach(member -> put(members, member.getKey(), member.getValue()));
            members.remove("action");
            members.remove("summary");
            alerts.add(new Alert(
                    alert.path("action").asText(), alert.path("summary").asText(), members));
        }
        var notes = new ArrayList<String>();
        answer.path("notes").forEach(note -> notes.add(note.asText()));
        return new Tried(alerts, notes);
    }

    private static void put(Map<String, String> members, String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(inner -> put(members, name + "." + inner.getKey(), inner.getValue()));
        } else if (value.isArray() ? !value.isEmpty() : !value.asText("").isEmpty() && !value.isNull()) {
            members.put(name, value.isTextual() ? value.asText() : value.toString());
        }
    }
}
