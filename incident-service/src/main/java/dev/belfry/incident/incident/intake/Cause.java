package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.AlertBrief;
import dev.belfry.incident.signal.alert.AlertKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Why an incident is opened or joined. */
record Cause(
        AlertKey key,
        String group,
        String summary,
        AlertSeverity severity,
        @Nullable String priority,
        Actor by,
        Supplier<AlertBrief> brief) {
    /** The same with another group. */
    Cause in(String otherGroup) {
        return new Cause(key, otherGroup, summary, severity, priority, by, brief);
    }
}
