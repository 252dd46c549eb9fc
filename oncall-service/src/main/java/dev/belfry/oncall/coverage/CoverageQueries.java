package dev.belfry.oncall.coverage;

import dev.belfry.oncall.schedule.Resolver;
import dev.belfry.oncall.schedule.Schedule;
import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.oncall.schedule.Shift;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads how schedules are covered. */
public final class CoverageQueries {
    /** What is proven at every save. */
    static final Duration AHEAD = Duration.ofDays(90);

    private final ScheduleQueries schedules;
    private final InstantSource clock;

    public CoverageQueries(ScheduleQueries schedules, InstantSource clock) {
        this.schedules = schedules;
        this.clock = clock;
    }

    /** The final schedule between two instants; null when there is no such schedule. */
    Future<ScheduleQueries.@Nullable Roll> roll(UUID schedule, Instant from, Instant to) {
        return schedules
                .schedule(schedule)
                .compose(found -> found == null
                        ? Future.succeededFuture(null)
                        : schedules.rolls(List.of(found), from, to).map(List::getFirst));
    }

    /** A draft as it would be, with nothing laid over it. */
    Future<ScheduleQueries.Roll> roll(Schedule draft, Instant from, Instant to) {
        List<Shift> shifts = Resolver.of(draft, List.of()).shifts(from, to);
        Set<UUID> people = new HashSet<>();
        shifts.forEach(shift -> people.addAll(shift.people()));
        return schedules.names(people).map(names -> new ScheduleQueries.Roll(draft, shifts, names));
    }

    /** What is wrong with the next 90 days of a schedule that was just saved, in words. */
    public Future<List<String>> warnings(Schedule schedule) {
        Instant now = clock.instant();
        Instant to = now.plus(AHEAD);
        return roll(schedule.id(), now, to)
                .map(roll -> roll == null ? List.of() : Warnings.of(roll, Coverage.of(roll.shifts(), now, to)));
    }

    /** How long schedules have nobody in the time ahead: those after this one, a page at a time. */
    Future<List<ScheduleQueries.Roll>> page(UUID after, int limit, Instant from, Instant to) {
        return schedules.schedules(after, null, limit).compose(found -> schedules.rolls(found, from, to));
    }
}
