package dev.belfry.incident.catalog.service;

import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.contracts.integration.PayloadMapping;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A door through which one sender reports about a service.
 *
 * @param type {@code events}, {@code alertmanager}, {@code generic} or the word of another sender
 * @param routingKey the secret that opens the door
 * @param mapping how bodies of the generic format are read; null reads the members by their usual names
 * @param emailRules what a mail means; the first that matches counts
 * @param perSecond how many requests a second are taken one by one; null for the default
 * @param enabled false closes the door: what comes with its key is refused
 */
public record Integration(
        UUID id,
        UUID serviceId,
        String name,
        String type,
        String routingKey,
        @Nullable PayloadMapping mapping,
        List<EmailRule> emailRules,
        @Nullable Integer perSecond,
        boolean enabled,
        long version) {

    /** A door that reads everything the usual way. */
    public Integration(UUID id, UUID serviceId, String name, String type, String routingKey, long version) {
        this(id, serviceId, name, type, routingKey, null, List.of(), null, true, version);
    }

    /** The same door with other settings. */
    public Integration set(
            String newName,
            String newType,
            @Nullable PayloadMapping newMapping,
            List<EmailRule> newRules,
            @Nullable Integer newPerSecond) {
        return new Integration(
                id, serviceId, newName, newType, routingKey, newMapping, newRules, newPerSecond, enabled, version);
    }

    /** What others are told of it: never the key itself. */
    public IntegrationEntry entry() {
        return new IntegrationEntry(
                id,
                serviceId,
                name,
                type,
                RoutingKey.hash(routingKey),
                mapping,
                emailRules.isEmpty() ? null : emailRules,
                perSecond);
    }
}
