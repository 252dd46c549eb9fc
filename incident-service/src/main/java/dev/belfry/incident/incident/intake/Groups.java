package dev.belfry.incident.incident.intake;

import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which incident of each group is open, and which was its last. */
final class Groups {
    private final Map<String, UUID> open = new HashMap<>();
    private final Map<String, UUID> last = new HashMap<>();
    private final Function<UUID, Held> incidents;

    /** @param incidents all that are known, by id */
    Groups(List<Held> known, Function<UUID, Held> incidents) {
        this.incidents = incidents;
        for (var held : known) {
            var incident = held.incident();
            var end = end(incident);
            if (end.open()) {
                open.merge(name(incident), end.id(), (one, other) -> incident.open() ? other : one);
            } else {
                last.merge(name(incident), end.id(), this::later);
            }
        }
    }

    /** The incident that a merged one is part of now; itself when it is not merged. */
    Incident end(Incident incident) {
        var end = incident;
        for (var into = end.mergedInto(); into != null; into = end.mergedInto()) {
            end = incidents.apply(into.id()).incident();
        }
        return end;
    }

    private UUID later(UUID one, UUID other) {
        var first = Objects.requireNonNull(incidents.apply(one).incident().resolvedAt());
        var second = Objects.requireNonNull(incidents.apply(other).incident().resolvedAt());
        return first.isBefore(second) ? other : one;
    }

    @Nullable
    UUID open(UUID service, String key) {
        return open.get(name(service, key));
    }

    @Nullable
    UUID last(UUID service, String key) {
        return last.get(name(service, key));
    }

    void opened(Incident incident) {
        open.put(name(incident), incident.id());
    }

    /** It takes in no more alerts of its group. */
    void left(UUID service, String key) {
        open.remove(name(service, key));
    }

    void closed(Incident incident) {
        open.values().removeIf(incident.id()::equals);
        last.put(name(incident), incident.id());
    }

    private static String name(Incident incident) {
        return name(incident.serviceId(), incident.groupKey());
    }

    private static String name(UUID service, String key) {
        return service + "/" + key;
    }
}
