package dev.belfry.oncall.rota.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is on call now for one schedule. */
record OnCallBody(
        ShiftBody.Reference schedule,
        @Nullable UUID team,

        @JsonInclude(JsonInclude.Include.ALWAYS) ShiftBody.@Nullable Reference user,

        List<ShiftBody.Reference> users,
        boolean partial,
        @Nullable Instant since,
        @Nullable Instant until) {
    static OnCallBody of(ScheduleQueries.Roll roll) {
        Shift shift = roll.shifts().getFirst();
        List<ShiftBody.Reference> users = ShiftBody.people(roll, shift);
        return new OnCallBody(
                new ShiftBody.Reference(roll.schedule().id(), roll.schedule().name()),
                roll.schedule().team(),
                ShiftBody.Reference.first(users),
                users,
                shift.partial(),
                ShiftBody.known(shift.start()),
                ShiftBody.known(shift.end()));
    }
}
