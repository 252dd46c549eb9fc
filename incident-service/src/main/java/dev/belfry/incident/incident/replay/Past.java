package dev.belfry.incident.incident.replay;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored alert, as event rules are asked about it.
 *
 * @param request of the service its integration belongs to
 * @param service the service it came to
 * @param incident null when it paged nobody
 * @param silenced whether a silence kept it from paging, which no rule changes
 */
record Past(
        AcceptedRequest request,
        AlertSignal signal,
        UUID id,
        UUID service,
        @Nullable UUID incident,
        @Nullable Long number,
        boolean silenced,
        long count,
        Instant firstSeen,
        @Nullable Instant resolvedAt) {}
