package dev.belfry.oncall.schedule;

import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads schedules, overrides, and who is on call. */
public final class ScheduleQueries {
    private final Database database;

    public ScheduleQueries(Database database) {
        this.database = database;
    }

    /** A schedule with the shifts that were asked for and the names of the people in them. */
    public record Roll(Schedule schedule, List<Shift> shifts, Map<UUID, String> names) {
        public @Nullable String name(@Nullable UUID person) {
            return person == null ? null : names.get(person);
        }
    }

    Future<@Nullable Schedule> schedule(UUID id) {
        return ScheduleStore.schedule(database::query, id);
    }

    Future<List<Schedule>> schedules(UUID after, int limit) {
        return ScheduleStore.schedules(database::query, after, limit);
    }

    Future<List<ScheduleOverride>> overrides(@Nullable UUID schedule, UUID after, int limit) {
        return ScheduleStore.overridesOf(database::query, schedule, after, limit);
    }

    /** The shifts of these schedules between the two instants, with names; the same instant twice asks for one shift each. */
    Future<List<Roll>> rolls(List<Schedule> schedules, Instant from, Instant to) {
        List<UUID> ids = schedules.stream().map(Schedule::id).toList();
        return ScheduleStore.overrides(database::query, ids, from, to).compose(overrides -> {
            List<List<Shift>> shifts = new ArrayList<>();
            Set<UUID> people = new HashSet<>();
            for (Schedule schedule : schedules) {
                List<ScheduleOverride> own = overrides.getOrDefault(schedule.id(), List.of());
                List<Shift> found = from.equals(to)
                        ? List.of(Resolver.at(schedule, own, from))
                        : Resolver.shifts(schedule, own, from, to);
                found.stream().map(Shift::user).filter(Objects::nonNull).forEach(people::add);
                shifts.add(found);
            }
            return PeopleStore.names(database::query, people).map(names -> {
                List<Roll> rolls = new ArrayList<>();
                for (int i = 0; i < schedules.size(); i++) {
                    rolls.add(new Roll(schedules.get(i), shifts.get(i), names));
                }
                return rolls;
            });
        });
    }
}
