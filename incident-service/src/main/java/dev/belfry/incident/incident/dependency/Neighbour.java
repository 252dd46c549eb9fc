package dev.belfry.incident.incident.dependency;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service near another one.
 *
 * @param via what leads to it, when it is one that needs the other
 * @param place -1 when the other needs it, 1 when it needs the other, 2 when it needs one of those
 * @param open how many of its incidents are open
 * @param worst the worst of their severities; empty when none is
 */
public record Neighbour(UUID id, String name, @Nullable UUID via, int place, long open, String worst) {
    public boolean severe() {
        return worst.equals("sev1") || worst.equals("sev2");
    }

    public String words() {
        return open == 0 ? "no open incidents" : worst.toUpperCase(Locale.ROOT) + " open";
    }
}
