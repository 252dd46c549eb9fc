package dev.belfry.contracts.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code sender} (the monitoring tool) or {@code system}
 */
public record Actor(String kind, @Nullable UUID userId, String name) {
    public static final Actor SENDER = new Actor("sender", null, "sender");
    public static final Actor SYSTEM = new Actor("system", null, "Belfry");

    public static Actor user(@Nullable UUID userId, String name) {
        return new Actor("user", userId, name);
    }
}
