package dev.belfry.oncall.coverage;

import dev.belfry.oncall.schedule.ScheduleQueries;
import dev.belfry.oncall.schedule.Timeline;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What a coverage lacks, in words and in the schedule's own time. */
final class Warnings {
    private static final int MOST = 5;

    private Warnings() {}

    static List<String> of(ScheduleQueries.Roll roll, Coverage coverage) {
        ZoneId zone = roll.schedule().zone();
        List<String> warnings = new ArrayList<>();
        coverage.gaps().stream()
                .limit(MOST)
                .map(gap -> "Nobody is on call " + when(gap, zone) + ".")
                .forEach(warnings::add);
        if (coverage.gaps().size() > MOST) {
            warnings.add((coverage.gaps().size() - MOST) + " more times nobody is on call; see the coverage.");
        }
        coverage.partial().stream()
                .limit(MOST)
                .map(part -> "A group is empty " + when(part, zone) + ".")
                .forEach(warnings::add);
        coverage.alone().stream()
                .limit(MOST)
                .map(one -> roll.name(one.user()) + " is the only one on call "
                        + when(new Coverage.Stretch(one.start(), one.end()), zone) + ".")
                .forEach(warnings::add);
        return warnings;
    }

    private static String when(Coverage.Stretch stretch, ZoneId zone) {
        return "from " + Timeline.time(stretch.start(), zone) + " to " + Timeline.time(stretch.end(), zone);
    }
}
