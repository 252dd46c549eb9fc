package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One schedule on the page that says who is on call. */
public record ScheduleCard(
        UUID id,
        String name,
        String zone,
        String shownZone,
        List<Group> groups,
        String people,
        @Nullable Instant until,
        String untilLocal,
        String next,
        int gaps,
        Timeline timeline) {
    static ScheduleCard of(ScheduleQueries.Roll roll, ZoneId shown, Instant from, Instant to) {
        Schedule schedule = roll.schedule();
        Shift first = roll.shifts().getFirst();
        boolean goesOn = first.end().isBefore(Instant.MAX);
        List<Shift> shifts = roll.shifts();
        return new ScheduleCard(
                schedule.id(),
                schedule.name(),
                schedule.zone().getId(),
                shown.getId(),
                schedule.groups(),
                names(roll, first),
                goesOn ? first.end() : null,
                Timeline.time(first.end(), shown),
                shifts.size() > 1 ? names(roll, shifts.get(1)) : "",
                (int) shifts.stream().filter(Shift::gap).count(),
                Timeline.of(roll, shown, from, to, from));
    }

    private static String names(ScheduleQueries.Roll roll, Shift shift) {
        return String.join(" and ", shift.people().stream().map(roll::name).toList());
    }
}
