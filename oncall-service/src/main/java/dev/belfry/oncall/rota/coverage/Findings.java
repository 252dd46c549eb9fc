package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * What those who lead a team are told of a schedule. The window of days ahead moves on every day, and what is in it must not
 * be news each time: what comes again every week is one thing, what lasts is one thing a week, and who is alone, or reached
 * by what nobody has shown to work, is one thing until it is forgotten that it was told.
 */
final class Findings {
    private static final int MOST = 50;

    private final Roll roll;
    private final UUID schedule;
    private final ZoneId zone;
    private final Instant now;
    private final List<Finding> found = new ArrayList<>();

    private Findings(Roll roll, Instant now) {
        this.roll = roll;
        this.schedule = roll.schedule().id();
        this.zone = roll.schedule().zone();
        this.now = now;
    }

    /** @param proof of the time ahead and, where a shift lies across now, of that shift from its begin */
    static List<Finding> of(Roll roll, Proof proof, Instant now) {
        Findings findings = new Findings(roll, now);
        findings.gaps(proof.coverage().gaps());
        findings.empties(proof.coverage().partial());
        findings.people(proof);
        return List.copyOf(findings.found.subList(0, Math.min(findings.found.size(), MOST)));
    }

    private void gaps(List<Coverage.Gap> gaps) {
        List<Coverage.Gap> missing = gaps.stream()
                .filter(gap -> !gap.planned() && gap.end().isAfter(now))
                .toList();
        List<String> patterns =
                missing.stream().map(gap -> pattern(gap.start())).toList();
        for (Coverage.Gap gap : missing) {
            boolean again = Collections.frequency(patterns, pattern(gap.start())) > 1;
            add(
                    Ids.derived("finding-gap", schedule, again ? pattern(gap.start()) : gap.start()),
                    "Nobody is on call " + Warnings.when(gap.start(), gap.end(), zone) + ".");
        }
        List<Coverage.Gap> planned = gaps.stream().filter(Coverage.Gap::planned).toList();
        if (!planned.isEmpty()) {
            add(Ids.derived("finding-hours", schedule, roll.schedule().version()), Warnings.byItsHours(planned, zone));
        }
    }

    private void empties(List<Coverage.Empty> partial) {
        List<Coverage.Empty> empties =
                partial.stream().filter(empty -> empty.end().isAfter(now)).toList();
        List<String> patterns = empties.stream()
                .map(empty -> empty.group() + pattern(empty.start()))
                .toList();
        for (Coverage.Empty empty : empties) {
            String pattern = empty.group() + pattern(empty.start());
            Object key = !empty.start().isAfter(now)
                    ? week(now)
                    : Collections.frequency(patterns, pattern) > 1 ? pattern : empty.start();
            add(
                    Ids.derived("finding-group", schedule, empty.group(), key),
                    "The group \"" + empty.name() + "\" is empty " + Warnings.when(empty.start(), empty.end(), zone)
                            + ".");
        }
    }

    private void people(Proof proof) {
        for (Coverage.Alone alone : proof.coverage().alone()) {
            add(
                    Ids.derived("finding-alone", schedule, alone.user()),
                    roll.name(alone.user()) + " is the only one on call "
                            + Warnings.when(alone.start(), alone.end(), zone) + ".");
        }
        for (Staffing.Unsure unsure : proof.staffing().unsure()) {
            // Who cannot be paged at all is worth a word a week; who may be, one in two months.
            String key = unsure.reach() == Reach.NONE ? week(unsure.from().isAfter(now) ? unsure.from() : now) : "";
            add(
                    Ids.derived("finding-contact", schedule, unsure.user(), unsure.reach(), key),
                    Warnings.unsure(roll, unsure, zone));
        }
        for (Staffing.Absent away : proof.staffing().absent()) {
            if (away.end().isAfter(now)) {
                add(
                        Ids.derived(
                                "finding-absent",
                                schedule,
                                away.user(),
                                week(away.start().isAfter(now) ? away.start() : now)),
                        Warnings.absent(roll, away, zone));
            }
        }
    }

    private void add(UUID id, String line) {
        found.add(new Finding(id, line));
    }

    private String week(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        return day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /** Where in the week it begins. */
    private String pattern(Instant start) {
        LocalDateTime local = LocalDateTime.ofInstant(start, zone);
        return local.getDayOfWeek() + " " + local.toLocalTime();
    }
}
