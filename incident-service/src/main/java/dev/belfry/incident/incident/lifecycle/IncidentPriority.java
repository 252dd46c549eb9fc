package dev.belfry.incident.incident.lifecycle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is worked on first among what is bad; it pages nobody sooner or later. */
public enum IncidentPriority {
    P1,
    P2,
    P3,
    P4,
    P5;

    /** Null for what is none of the five. */
    public static @Nullable IncidentPriority of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }
}
