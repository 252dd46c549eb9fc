package dev.belfry.oncall.rota.board;

import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the bar over every page says of its reader: whether they are on call, and whether a page reaches them.
 *
 * @param until when they are off call on all schedules; null when that is further away than was looked
 */
public record MyDuty(boolean onCall, @Nullable Instant until, Reach reach) {

    /** @param rolls what lies ahead of each schedule that names the person */
    static MyDuty of(UUID person, List<Roll> rolls, Instant now, Instant horizon, Reach reach) {
        Instant last = now;
        for (Roll roll : rolls) {
            Instant end = until(person, roll.shifts(), now);
            last = end.isAfter(last) ? end : last;
        }
        return new MyDuty(last.isAfter(now), last.isBefore(horizon) ? last : null, reach);
    }

    /** The end of the shifts that follow one another without a break from now on. */
    private static Instant until(UUID person, List<Shift> shifts, Instant now) {
        Instant end = now;
        for (Shift shift : shifts) {
            if (!shift.start().isAfter(end) && shift.people().contains(person)) {
                end = shift.end().isAfter(end) ? shift.end() : end;
            }
        }
        return end;
    }
}
