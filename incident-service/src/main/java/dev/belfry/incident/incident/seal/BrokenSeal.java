package dev.belfry.incident.incident.seal;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says of timelines that were changed what a sender says of a full disk: Belfry is its own sender. */
final class BrokenSeal {
    private static final UUID DOOR = Ids.derived("integration", "belfry", "timelines");
    private static final String KEY = "timelines/changed";

    private BrokenSeal() {}

    /** One alert for all of them; it is over when a whole check has found none. */
    static AcceptedRequest of(SealCheck check, UUID id, Instant at) {
        boolean broken = check.broken() > 0;
        var numbers = check.incidents().stream().map(number -> "#" + number).collect(Collectors.joining(", "));
        var signal = new AlertSignal(
                id,
                broken ? AlertAction.TRIGGER : AlertAction.RESOLVE,
                KEY,
                broken
                        ? "Timelines were changed after they were written: " + check.broken() + " of "
                                + check.timelines()
                        : "No timeline was changed after it was written",
                AlertSeverity.ERROR,
                "incident-service",
                "timeline",
                at,
                Map.of("incidents", numbers),
                List.of());
        return new AcceptedRequest(id, DOOR, Service.BELFRY, "belfry", at, "", List.of(signal));
    }
}
