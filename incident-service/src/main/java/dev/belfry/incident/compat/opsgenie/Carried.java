package dev.belfry.incident.compat.opsgenie;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request of an Opsgenie client.
 *
 * @param id the request
 * @param action Opsgenie's word for what was asked
 * @param status in words; clients look for "There is no open alert" and "Alert is already" when it was no success
 */
record Carried(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        String action,
        boolean success,
        String status,
        @Nullable UUID alertId,
        String alias,
        Instant processedAt) {}
