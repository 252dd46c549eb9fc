package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.coverage.Coverage;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one schedule stands: who is on call now and until when, who is next, and for how long nobody is in the days ahead.
 *
 * @param quiet nobody is on call now, and by its own hours nobody is meant to be
 * @param until empty when it does not end as far as is known
 * @param gaps how often nobody is on call who should be
 * @param uncovered how long that is together; empty for never
 * @param thin for how long a group lacks somebody while others are on call; empty for never
 */
public record Standing(
        UUID id,
        String name,
        String team,
        List<String> people,
        boolean mine,
        boolean quiet,
        String until,
        List<String> next,
        int gaps,
        String uncovered,
        String thin) {
    /** @param roll from now on */
    static Standing of(
            Roll roll,
            List<ScheduleVersion> versions,
            @Nullable String team,
            @Nullable UUID me,
            ZoneId zone,
            Instant now,
            Duration ahead) {
        List<Shift> shifts = roll.shifts();
        List<UUID> here = shifts.getFirst().people();
        Shift change = shifts.stream()
                .filter(shift -> !shift.people().equals(here))
                .findFirst()
                .orElse(null);
        Instant until = change == null ? Instant.MAX : change.start();
        Coverage coverage = Coverage.of(shifts, versions, now, now.plus(ahead));
        List<Coverage.Gap> gaps =
                coverage.gaps().stream().filter(gap -> !gap.planned()).toList();
        Duration uncovered = gaps.stream()
                .map(gap -> Duration.between(gap.start(), gap.end()))
                .reduce(Duration.ZERO, Duration::plus);
        boolean missed = gaps.stream().anyMatch(gap -> !gap.start().isAfter(now));
        return new Standing(
                roll.schedule().id(),
                roll.schedule().name(),
                team == null ? "" : team,
                here.stream().map(roll::name).toList(),
                me != null && here.contains(me),
                here.isEmpty() && !missed,
                Times.known(until) ? Times.near(until, zone, now) : "",
                change == null
                        ? List.of()
                        : change.people().stream().map(roll::name).toList(),
                gaps.size(),
                gaps.isEmpty() ? "" : Times.length(uncovered),
                thin(coverage.partial()));
    }

    private static String thin(List<Coverage.Empty> empties) {
        if (empties.isEmpty()) {
            return "";
        }
        Duration all = empties.stream()
                .map(empty -> Duration.between(empty.start(), empty.end()))
                .reduce(Duration.ZERO, Duration::plus);
        List<String> names =
                empties.stream().map(Coverage.Empty::name).distinct().toList();
        return Times.length(all) + " without " + (names.size() == 1 ? names.getFirst() : names.size() + " groups");
    }
}
