package dev.belfry.notifier.channel;

import java.util.Map;
import java.util.UUID;

/**
 * An account at a provider, as an admin has set it up.
 *
 * @param kind what kind of provider it is with
 * @param values its settings and secrets by their names
 */
public record Account(UUID id, String kind, String name, Map<String, String> values) {
    /** Empty where it is not set. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** Never tells a value: accounts end up in logs. */
    @Override
    public String toString() {
        return name;
    }
}
