package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schedule as the API shows it; the short form is there when the schedule says no more than that. */
record ScheduleBody(
        UUID id,
        String name,
        @Nullable UUID team,
        String timeZone,
        @Nullable RotationDraft rotation,
        List<GroupDraft> groups,
        @Nullable Instant plannedFrom,
        @Nullable List<String> warnings) {
    static ScheduleBody of(Schedule schedule) {
        return of(schedule, null, null);
    }

    static ScheduleBody of(Schedule schedule, @Nullable Instant planned, @Nullable List<String> warnings) {
        return new ScheduleBody(
                schedule.id(),
                schedule.name(),
                schedule.team(),
                schedule.zone().getId(),
                RotationDraft.of(schedule),
                schedule.groups().stream().map(GroupDraft::of).toList(),
                planned,
                warnings);
    }
}
