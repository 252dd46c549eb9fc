package dev.belfry.oncall.rota.schedule;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a schedule puts on call at one instant: distinct people in order, none in a gap. */
public record OnCall(UUID schedule, String name, @Nullable UUID team, List<UUID> people) {
    public OnCall {
        people = List.copyOf(people);
    }
}
