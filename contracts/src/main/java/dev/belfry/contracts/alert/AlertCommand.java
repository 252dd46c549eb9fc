package dev.belfry.contracts.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code alerts.v1}: a sender asks for something to be done to an alert that exists.
 *
 * @param id the request; what became of it can be asked for by it
 * @param identifier names the alert, within the integration's service
 * @param user who does it, in the sender's words
 * @param source from where it is done, in the sender's words
 * @param text what the verb needs: see {@link AlertVerb}
 */
public record AlertCommand(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        Instant receivedAt,
        AlertVerb verb,
        String identifier,
        IdentifierType identifierType,
        @Nullable String user,
        @Nullable String source,
        @Nullable String note,
        @Nullable String text,
        @Nullable List<String> items,
        @Nullable Map<String, String> details,
        @Nullable Instant until) {
    public static final String TYPE = "belfry.alert.command.v1";

    /** The same, accepted at another time. */
    public AlertCommand receivedAt(Instant at) {
        return new AlertCommand(
                id,
                integrationId,
                serviceId,
                at,
                verb,
                identifier,
                identifierType,
                user,
                source,
                note,
                text,
                items,
                details,
                until);
    }
}
