package dev.belfry.status.maintenance;

import dev.belfry.status.component.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A maintenance as somebody wants to announce it. */
public record Plan(
        UUID statusPage,
        String name,
        String body,
        Instant scheduledFor,
        Instant scheduledUntil,
        List<UUID> components) {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration FURTHEST = Duration.ofDays(366);

    /** What is wrong with it, by field; empty when it can be announced. */
    public Map<String, String> wrong(List<Component> known, Instant now) {
        var wrong = new LinkedHashMap<String, String>();
        var window = Duration.between(scheduledFor, scheduledUntil);
        if (!window.isPositive() || window.compareTo(LONGEST) > 0) {
            wrong.put("scheduledUntil", "must be after the begin, by at most 30 days");
        } else if (!scheduledUntil.isAfter(now)) {
            wrong.put("scheduledUntil", "must not be past");
        }
        if (scheduledFor.isAfter(now.plus(FURTHEST))) {
            wrong.put("scheduledFor", "must be within the next 366 days");
        }
        var ids = known.stream().map(Component::id).collect(Collectors.toSet());
        components.stream()
                .filter(id -> !ids.contains(id))
                .forEach(id -> wrong.put("components", id + " is not a component of this page"));
        return wrong;
    }

    public Maintenance announced(UUID id, UUID update, Instant now) {
        var stage = Maintenance.Stage.SCHEDULED;
        return new Maintenance(
                id,
                1,
                statusPage,
                name,
                stage,
                scheduledFor,
                scheduledUntil,
                null,
                null,
                components,
                now,
                now,
                List.of(new Maintenance.Update(update, stage, body, now)));
    }
}
