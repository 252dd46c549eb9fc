package dev.belfry.oncall.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One schedule on the page that says who is on call. */
public record ScheduleCard(
        UUID id,
        String name,
        String zone,
        @Nullable String person,
        @Nullable Instant until,
        String untilLocal,
        @Nullable String next,
        Timeline timeline) {
    static ScheduleCard of(ScheduleQueries.Roll roll, Instant from, Instant to) {
        Schedule schedule = roll.schedule();
        Shift first = roll.shifts().getFirst();
        boolean goesOn = first.end().isBefore(Instant.MAX);
        Shift second = roll.shifts().size() > 1 ? roll.shifts().get(1) : null;
        return new ScheduleCard(
                schedule.id(),
                schedule.name(),
                schedule.zone().getId(),
                roll.name(first.user()),
                goesOn ? first.end() : null,
                Timeline.time(first.end(), schedule.zone()),
                second == null ? null : roll.name(second.user()),
                Timeline.of(schedule, roll.shifts(), roll.names(), from, to, from));
    }
}
