package dev.belfry.incident.compat.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.incident.RequestedParty;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who is to have an alert, as Opsgenie's clients name them.
 *
 * @param type {@code user}, {@code team}, {@code escalation} or {@code schedule}; empty when nobody said
 * @param member by which member of their object they are named: an id, a name or the address of a user
 */
record Responder(String type, String member, String named) {
    private static final Set<String> TYPES = Set.of("user", "team", "escalation", "schedule");
    private static final int LONGEST = 512;

    static Responder of(String type, String named) {
        boolean id = named.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        return new Responder(type, id ? "id" : type.equals("user") ? "username" : "name", start(named));
    }

    /** One of a request's list; nothing when it names nobody. */
    static Optional<Responder> read(JsonNode one, String otherwise) {
        var word = one.path("type").asText("").toLowerCase(Locale.ROOT);
        var type = TYPES.contains(word) ? word : otherwise;
        for (var member : new String[] {"name", "username", "id"}) {
            var named = one.path(member).asText("").strip();
            if (!named.isEmpty() && !one.path(member).isNull()) {
                return Optional.of(new Responder(type, member, start(named)));
            }
        }
        return Optional.empty();
    }

    RequestedParty party() {
        return switch (type) {
            case "user" -> RequestedParty.USER;
            case "team" -> RequestedParty.TEAM;
            case "schedule" -> RequestedParty.SCHEDULE;
            case "escalation" -> RequestedParty.POLICY;
            default -> RequestedParty.ANY;
        };
    }

    Map<String, String> json() {
        var json = new LinkedHashMap<String, String>();
        if (!type.isEmpty()) {
            json.put("type", type);
        }
        json.put(member, named);
        return json;
    }

    private static String start(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
