package dev.belfry.contracts.integration;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code integrations.v1}: a door of a service. A tombstone closes it.
 *
 * @param keyHash SHA-256 of the routing key in lower-case hex; the key itself never travels
 * @param mapping how bodies of the generic format are read; null reads the members by their usual names
 * @param emailRules what a mail means; the first rule that matches counts, and without any a mail is a trigger
 * @param perSecond how many requests a second are taken without being collapsed; null for the default
 */
public record IntegrationEntry(
        UUID id,
        UUID serviceId,
        String name,
        String type,
        String keyHash,
        @Nullable PayloadMapping mapping,
        @Nullable List<EmailRule> emailRules,
        @Nullable Integer perSecond) {
    public static final String TYPE = "belfry.integration.v1";

    /** A door without anything of its own. */
    public IntegrationEntry(UUID id, UUID serviceId, String name, String type, String keyHash) {
        this(id, serviceId, name, type, keyHash, null, null, null);
    }
}
