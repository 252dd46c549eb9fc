package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Reads what would come of a draft, without saving it. */
final class PreviewQueries {
    private static final Duration PROVEN = Duration.ofDays(90);
    private static final int DRAWN_WEEKS = 2;

    private final ScheduleQueries schedules;
    private final CoverageQueries coverage;

    PreviewQueries(ScheduleQueries schedules, CoverageQueries coverage) {
        this.schedules = schedules;
        this.coverage = coverage;
    }

    /**
     * @param draft with the id of the schedule it is a draft of
     * @param isNew whether there is no such schedule yet
     * @param counts from when it counts
     */
    Future<Preview> of(Schedule draft, boolean isNew, Instant counts, Instant now) {
        Instant to = counts.plus(PROVEN);
        if (isNew) {
            return schedules
                    .draft(draft, now, to)
                    .compose(roll -> coverage.outlook(roll, now, to)
                            .map(outlook -> new Preview(drawing(roll, counts, now), null, outlook)));
        }
        return schedules.compared(draft, counts, now, to).compose(compared -> {
            if (compared == null) {
                return Future.failedFuture(
                        new IllegalStateException("the schedule was removed while it was looked at"));
            }
            return coverage.outlook(compared.after(), counts, to)
                    .map(outlook -> new Preview(
                            drawing(compared.after(), counts, now),
                            Differences.of(compared.before(), compared.after(), draft.zone(), now, to),
                            outlook));
        });
    }

    private static Drawing drawing(Roll roll, Instant counts, Instant now) {
        ZoneId zone = roll.schedule().zone();
        LocalDate first = LocalDate.ofInstant(counts, zone);
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant to = first.plusWeeks(DRAWN_WEEKS).atStartOfDay(zone).toInstant();
        List<ScheduleVersion> versions = List.of(new ScheduleVersion(Instant.EPOCH, roll.schedule()));
        Picture picture = new Picture(roll.schedule(), versions, List.of(), List.of(), roll);
        return Drawing.of(
                roll.schedule(), new Lanes(picture, zone, from, to, now, null, false).all(), zone, from, to, now, true);
    }
}
