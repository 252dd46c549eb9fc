package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.incident.catalog.service.SaidUrgency;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.signal.alert.AlertKey;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Why an incident is opened or joined. */
record Cause(
        AlertKey key,
        String group,
        String summary,
        AlertSeverity severity,
        @Nullable String priority,
        @Nullable SaidUrgency said,
        Actor by,
        Supplier<AlertBrief> brief) {
    /** What opens the incident of a storm: its group and title are its own, and nobody has said what comes first. */
    Cause storm(UUID id, String title) {
        return new Cause(key, Incident.storm(id), title, severity, null, said, by, brief);
    }

    /** The same with another group. */
    Cause in(String otherGroup) {
        return new Cause(key, otherGroup, summary, severity, priority, said, by, brief);
    }
}
