package dev.belfry.incident.catalog.integration;

import dev.belfry.incident.catalog.service.RoutingKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody typed about an integration that is to be added and what is wrong with it; nothing typed is ever lost.
 *
 * @param key that its sender already uses; empty for a new one
 * @param errors what is wrong, by the field
 */
public record NewIntegration(String name, String type, String key, Map<String, String> errors) {
    private static final int LONGEST_NAME = 100;

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** What can be said without asking anybody. */
    Map<String, String> wrong() {
        var wrong = new LinkedHashMap<String, String>();
        if (!type.matches("[a-z][a-z0-9_]{0,39}")) {
            wrong.put("type", "Choose a sender.");
        }
        if (name.length() > LONGEST_NAME) {
            wrong.put("name", "Use 100 characters at most.");
        }
        if (!key.isEmpty() && !RoutingKey.adoptable(key)) {
            wrong.put("key", "An existing key has 32 letters and digits, or is a UUID. Leave it empty for a new key.");
        }
        return wrong;
    }

    NewIntegration with(Map<String, String> found) {
        return new NewIntegration(name, type, key, found);
    }
}
