package dev.belfry.incident.signal.rule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event rule. It is for one service, for one integration, or, when both are null, for all alerts but Belfry's own.
 *
 * @param position its place among the rules of the same service, of the same integration, or among those for all
 * @param conditions what was chosen in the form; null when the condition was written by hand
 * @param condition the same in the expression language
 */
public record EventRule(
        UUID id,
        @Nullable UUID service,
        @Nullable UUID integration,
        int position,
        String name,
        boolean enabled,
        @Nullable Conditions conditions,
        String condition,
        Actions actions,
        long version,
        String changedBy,
        Instant changedAt) {

    /** The same, one version later. */
    EventRule changed(EventRule wanted) {
        return new EventRule(
                id,
                service,
                integration,
                position,
                wanted.name,
                wanted.enabled,
                wanted.conditions,
                wanted.condition,
                wanted.actions,
                version + 1,
                wanted.changedBy,
                wanted.changedAt);
    }

    /** The same at another place. */
    public EventRule at(int place) {
        return new EventRule(
                id,
                service,
                integration,
                place,
                name,
                enabled,
                conditions,
                condition,
                actions,
                version,
                changedBy,
                changedAt);
    }

    /** The same at another place, one version later. */
    EventRule moved(int to, String by, Instant at) {
        return new EventRule(
                id, service, integration, to, name, enabled, conditions, condition, actions, version + 1, by, at);
    }
}
