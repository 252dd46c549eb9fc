package dev.belfry.contracts.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code sender} (the monitoring tool) or {@code system}
 * @param via by which way they asked: {@code console}, {@code api}, {@code email}, …; null when nobody asked, or it is not known
 */
public record Actor(
        String kind,
        @Nullable UUID userId,
        String name,
        @Nullable String via) {
    public static final Actor SENDER = new Actor("sender", null, "sender");
    public static final Actor SYSTEM = new Actor("system", null, "Belfry");

    public Actor(String kind, @Nullable UUID userId, String name) {
        this(kind, userId, name, null);
    }

    public static Actor user(@Nullable UUID userId, String name) {
        return new Actor("user", userId, name);
    }

    /** The same, who asked by this way. */
    public Actor via(String way) {
        return new Actor(kind, userId, name, way);
    }
}
