package dev.belfry.contracts.directory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code directory.v1}, key {@code escalation-policy:ID}: an escalation policy services may name.
 *
 * @param team who owns it; null for a policy of no team
 */
public record PolicyEntry(UUID id, String name, @Nullable UUID team) {
    public static final String TYPE = "belfry.directory.escalation-policy.v1";

    /** A policy of no team. */
    public PolicyEntry(UUID id, String name) {
        this(id, name, null);
    }

    public String key() {
        return "escalation-policy:" + id;
    }
}
