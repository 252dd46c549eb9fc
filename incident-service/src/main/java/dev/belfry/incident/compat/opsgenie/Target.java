package dev.belfry.incident.compat.opsgenie;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a command must know of the alert it is about.
 *
 * @param alias its dedup key
 */
record Target(
        UUID id,
        UUID integrationId,
        UUID serviceId,
        @Nullable UUID incidentId,
        String alias,
        boolean ownAlias,
        boolean open,
        boolean acknowledged,
        List<String> tags,
        Map<String, String> details) {

    /** The alias its clients see: of an alert that has none of its sender's it is the id. */
    String shownAlias() {
        return ownAlias ? alias : id.toString();
    }
}
