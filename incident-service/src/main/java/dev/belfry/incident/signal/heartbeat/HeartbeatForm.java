package dev.belfry.incident.signal.heartbeat;

import dev.belfry.incident.catalog.service.Outcome;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into the form of a new heartbeat and what is wrong with it; nothing typed is ever lost.
 *
 * @param errors what is wrong, by the field
 */
public record HeartbeatForm(
        String service,
        String name,
        String period,
        String schedule,
        String timeZone,
        String grace,
        String priority,
        Map<String, String> errors) {

    static HeartbeatForm of(String service) {
        return new HeartbeatForm(service, "", "PT1H", "", "UTC", "PT5M", "", Map.of());
    }

    static HeartbeatForm typed(UnaryOperator<String> field) {
        return new HeartbeatForm(
                field.apply("service"),
                field.apply("name"),
                field.apply("period"),
                field.apply("schedule"),
                field.apply("timeZone"),
                field.apply("grace"),
                field.apply("priority"),
                Map.of());
    }

    /** The same for that service. */
    HeartbeatForm of(UUID serviceId) {
        return new HeartbeatForm(serviceId.toString(), name, period, schedule, timeZone, grace, priority, errors);
    }

    @Nullable
    UUID serviceId() {
        try {
            return UUID.fromString(service);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    HeartbeatForm with(String field, String error) {
        return new HeartbeatForm(service, name, period, schedule, timeZone, grace, priority, Map.of(field, error));
    }

    /** The slug follows from the name, which is what can be changed here. */
    HeartbeatForm with(Outcome.Invalid invalid) {
        return invalid.field().equals("slug")
                ? with("name", "Another heartbeat of this service has this name, or one that is nearly the same.")
                : with(invalid.field(), invalid.reason());
    }
}
