package dev.belfry.contracts.directory;

import java.util.UUID;

/** A record of {@code directory.v1}, key {@code escalation-policy:ID}: an escalation policy services may name. */
public record PolicyEntry(UUID id, String name) {
    public static final String TYPE = "belfry.directory.escalation-policy.v1";

    public String key() {
        return "escalation-policy:" + id;
    }
}
