package dev.belfry.contracts.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code commands.v1}: somebody asks for something to be done to an incident.
 *
 * @param commandId a command is carried out once, however often it arrives
 * @param cycle the cycle it is meant for; an acknowledge of an older one is refused
 * @param via where it came from: {@code email}, {@code escalation}, …
 */
public record IncidentCommand(
        UUID commandId,
        UUID incidentId,
        CommandVerb verb,
        int cycle,
        Actor by,
        String via,
        Instant at,
        @Nullable String text) {
    public static final String TYPE = "belfry.incident.command.v1";
}
