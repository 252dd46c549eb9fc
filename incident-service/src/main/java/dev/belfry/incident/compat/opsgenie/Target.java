package dev.belfry.incident.compat.opsgenie;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command must know of the alert it is about. */
record Target(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        @Nullable UUID incidentId,
        String alias,
        boolean open,
        boolean acknowledged,
        List<String> tags,
        Map<String, String> details) {}
