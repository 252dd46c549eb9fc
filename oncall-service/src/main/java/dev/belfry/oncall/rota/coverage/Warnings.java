package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.rota.schedule.Lapsed;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a schedule's time ahead lacks, in words and in the schedule's own time; each kind of thing a few times at most. */
final class Warnings {
    private static final int MOST = 5;

    private Warnings() {}

    static List<String> of(ScheduleQueries.Roll roll, Proof proof) {
        ZoneId zone = roll.schedule().zone();
        Coverage coverage = proof.coverage();
        List<String> warnings = new ArrayList<>();
        List<Coverage.Gap> missing =
                coverage.gaps().stream().filter(gap -> !gap.planned()).toList();
        some(
                missing.stream()
                        .map(gap -> "Nobody is on call " + when(gap.start(), gap.end(), zone) + ".")
                        .toList(),
                "times nobody is on call",
                warnings);
        List<Coverage.Gap> planned =
                coverage.gaps().stream().filter(Coverage.Gap::planned).toList();
        if (!planned.isEmpty()) {
            warnings.add(byItsHours(planned, zone));
        }
        some(
                coverage.partial().stream()
                        .map(part -> "The group \"" + part.name() + "\" is empty "
                                + when(part.start(), part.end(), zone) + ".")
                        .toList(),
                "times a group is empty",
                warnings);
        some(
                coverage.alone().stream()
                        .map(one -> roll.name(one.user()) + " is the only one on call "
                                + when(one.start(), one.end(), zone) + ".")
                        .toList(),
                "times somebody is alone for long",
                warnings);
        some(
                proof.staffing().unsure().stream()
                        .map(unsure -> unsure(roll, unsure, zone))
                        .toList(),
                "people without a verified contact method",
                warnings);
        some(
                proof.staffing().absent().stream()
                        .map(away -> absent(roll, away, zone))
                        .toList(),
                "times somebody is absent while on call",
                warnings);
        return warnings;
    }

    /** Swaps and overrides that have lost their effect. */
    static List<String> broken(List<Lapsed> lapsed, Map<UUID, String> names, ZoneId zone) {
        List<String> warnings = new ArrayList<>();
        some(
                lapsed.stream().map(one -> broken(one, names, zone)).toList(),
                "swaps and overrides that no longer hold",
                warnings);
        return warnings;
    }

    private static String broken(Lapsed lapsed, Map<UUID, String> names, ZoneId zone) {
        ScheduleOverride one = lapsed.exception();
        String comes = name(one.user(), names);
        String lost = when(lapsed.lost().from(), lapsed.lost().to(), zone);
        if (one.replaces() == null) {
            return "An override no longer puts " + comes + " on call " + lost + ": what it is about is gone.";
        }
        String goes = name(one.replaces(), names);
        return one.swap() == null
                ? "An override no longer puts " + comes + " in the place of " + goes + ", who is not on call any more "
                        + lost + "."
                : "The swap of " + goes + " and " + comes + " is broken: " + goes + " is not on call any more " + lost
                        + ", so " + comes + " is not either.";
    }

    private static String name(@Nullable UUID person, Map<UUID, String> names) {
        return person == null ? "somebody" : names.getOrDefault(person, "somebody");
    }

    /** A schedule for office hours has nobody every night, and means it: once is enough. */
    static String byItsHours(List<Coverage.Gap> planned, ZoneId zone) {
        long hours = planned.stream()
                .map(Coverage.Gap::length)
                .reduce(Duration.ZERO, Duration::plus)
                .toHours();
        return "By its own hours the schedule has nobody for " + hours + " h of this time, first "
                + when(planned.getFirst().start(), planned.getFirst().end(), zone) + ".";
    }

    static String unsure(ScheduleQueries.Roll roll, Staffing.Unsure unsure, ZoneId zone) {
        return roll.name(unsure.user())
                + (unsure.reach() == Reach.NONE
                        ? " has no contact method and cannot be paged"
                        : " has no verified contact method")
                + ": on call from " + LocalInstant.said(unsure.from(), zone) + ".";
    }

    static String absent(ScheduleQueries.Roll roll, Staffing.Absent away, ZoneId zone) {
        return roll.name(away.user()) + " is absent while on call " + when(away.start(), away.end(), zone) + ".";
    }

    private static void some(List<String> lines, String what, List<String> warnings) {
        warnings.addAll(lines.subList(0, Math.min(lines.size(), MOST)));
        if (lines.size() > MOST) {
            warnings.add((lines.size() - MOST) + " more " + what + "; see the coverage.");
        }
    }

    static String when(Instant start, Instant end, ZoneId zone) {
        return "from " + LocalInstant.said(start, zone) + " to " + LocalInstant.said(end, zone);
    }
}
