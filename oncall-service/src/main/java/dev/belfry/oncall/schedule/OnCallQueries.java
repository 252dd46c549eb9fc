package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is on call, for whoever pages: read within the caller's transaction. */
public final class OnCallQueries {
    private OnCallQueries() {}

    /** Whom each of these schedules puts on call at this instant; a schedule that is gone is missing. */
    public static Future<Map<UUID, OnCall>> at(RowStore rows, Collection<UUID> schedules, Instant at) {
        return ScheduleStore.these(rows, schedules).compose(found -> resolve(rows, found, at));
    }

    /** The people on call on the schedules that each team owns. */
    public static Future<Map<UUID, List<UUID>>> ofTeams(RowStore rows, Collection<UUID> teams, Instant at) {
        return ScheduleStore.ofTeams(rows, teams)
                .compose(found -> resolve(rows, found, at))
                .map(onCall -> {
                    Map<UUID, Set<UUID>> people = new HashMap<>();
                    for (OnCall one : onCall.values()) {
                        UUID team = one.team();
                        if (team != null) {
                            people.computeIfAbsent(team, unseen -> new LinkedHashSet<>())
                                    .addAll(one.people());
                        }
                    }
                    Map<UUID, List<UUID>> answer = new HashMap<>();
                    people.forEach((team, members) -> answer.put(team, List.copyOf(members)));
                    return answer;
                });
    }

    /** The first instant from {@code after} until just before {@code until} at which any of the schedules has somebody; null when none has. */
    public static Future<@Nullable Instant> nextStart(
            RowStore rows, Collection<UUID> schedules, Instant after, Instant until) {
        return ScheduleStore.these(rows, schedules)
                .compose(found -> ScheduleStore.overrides(rows, schedules, after, until)
                        .map(overrides -> {
                            Instant first = null;
                            for (Schedule schedule : found) {
                                Instant start =
                                        start(schedule, overrides.getOrDefault(schedule.id(), List.of()), after, until);
                                if (start != null && (first == null || start.isBefore(first))) {
                                    first = start;
                                }
                            }
                            return first;
                        }));
    }

    private static @Nullable Instant start(
            Schedule schedule, List<ScheduleOverride> overrides, Instant after, Instant until) {
        return Resolver.shifts(schedule, overrides, after, until).stream()
                .filter(shift -> shift.user() != null)
                .findFirst()
                .map(shift -> shift.start().isBefore(after) ? after : shift.start())
                .orElse(null);
    }

    private static Future<Map<UUID, OnCall>> resolve(RowStore rows, List<Schedule> schedules, Instant at) {
        List<UUID> ids = schedules.stream().map(Schedule::id).toList();
        return ScheduleStore.overrides(rows, ids, at, at).map(overrides -> {
            Map<UUID, OnCall> answer = new HashMap<>();
            for (Schedule schedule : schedules) {
                UUID person = Resolver.at(schedule, overrides.getOrDefault(schedule.id(), List.of()), at)
                        .user();
                List<UUID> people = new ArrayList<>();
                if (person != null) {
                    people.add(person);
                }
                answer.put(schedule.id(), new OnCall(schedule.id(), schedule.name(), schedule.team(), people));
            }
            return answer;
        });
    }
}
