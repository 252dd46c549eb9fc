package dev.belfry.incident.compat.opsgenie;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A query with a name. */
record SavedSearch(
        UUID id, UUID serviceId, String name, String description, String query, Instant createdAt, Instant updatedAt) {

    Map<String, Object> brief() {
        return Map.of("id", id.toString(), "name", name);
    }

    Map<String, Object> whole() {
        var json = new LinkedHashMap<>(brief());
        json.put("createdAt", Envelope.time(createdAt));
        json.put("updatedAt", Envelope.time(updatedAt));
        json.put("teams", List.of());
        json.put("description", description);
        json.put("query", query);
        return json;
    }
}
