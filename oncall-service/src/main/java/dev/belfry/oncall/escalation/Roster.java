package dev.belfry.oncall.escalation;

import dev.belfry.oncall.policy.Target;
import dev.belfry.oncall.policy.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who can be reached at one moment.
 *
 * @param people the names of those who are active
 * @param onCall whom each schedule puts on call
 * @param schedules the names of the schedules
 */
public record Roster(
        Map<UUID, String> people,
        Map<UUID, UUID> onCall,
        Map<UUID, String> schedules,
        @Nullable UUID catchAll) {
    public Roster {
        people = Map.copyOf(people);
        onCall = Map.copyOf(onCall);
        schedules = Map.copyOf(schedules);
    }

    /** The people behind the targets in order, each once: two schedules with the same person page that person once. */
    List<UUID> resolve(List<Target> targets) {
        return List.copyOf(reasons(targets).keySet());
    }

    /** The people behind the targets with why each of them. */
    Map<UUID, String> reasons(List<Target> targets) {
        Map<UUID, String> reasons = new LinkedHashMap<>();
        for (Target target : targets) {
            boolean user = target.type() == TargetType.USER;
            UUID person = user ? target.id() : onCall.get(target.id());
            if (person != null && people.containsKey(person)) {
                String schedule = schedules.getOrDefault(target.id(), "a schedule");
                reasons.putIfAbsent(person, user ? "named in the step" : "on call in \"" + schedule + "\"");
            }
        }
        return reasons;
    }

    String name(UUID person) {
        return people.getOrDefault(person, "somebody");
    }
}
