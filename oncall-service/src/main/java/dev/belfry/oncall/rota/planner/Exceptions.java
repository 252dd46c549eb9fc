package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.TemporarySchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What lies over a schedule from now on, in words: overrides, swaps, temporary schedules. */
public final class Exceptions {
    private static final int MOST = 50;

    private Exceptions() {}

    /** @param href where it can be read in full and removed */
    public record Line(String when, String words, String href) {}

    static String words(ScheduleOverride one, Roll roll) {
        String comes = name(one.user(), roll, "Somebody");
        String goes = name(one.replaces(), roll, "whoever is on call");
        String words = switch (one.kind()) {
            case REPLACE -> comes + " instead of " + goes;
            case ADD -> comes + " as well";
            case REMOVE -> goes + " is out, with nobody in their place";
            case VACATE -> "Nobody on call";
            case SHADOW -> comes + " looks on, and is not paged";
        };
        String where = roll.schedule().groups().stream()
                .filter(group -> group.id().equals(one.group()))
                .map(Group::name)
                .findFirst()
                .map(group -> " in " + group)
                .orElse("");
        return words + where + (one.swap() == null ? "" : " (a swap)");
    }

    private static String name(@Nullable UUID person, Roll roll, String otherwise) {
        return person == null ? otherwise : roll.name(person);
    }

    static String words(TemporarySchedule plan) {
        Set<UUID> people = plan.people();
        return "Temporary schedule: " + plan.shifts().size()
                + (plan.shifts().size() == 1 ? " shift of " : " shifts of ")
                + people.size() + (people.size() == 1 ? " person" : " people")
                + (plan.fills() ? ", otherwise as usual" : ", otherwise nobody");
    }

    /** Those that are not over, in the order in which they begin. */
    static List<Line> lines(Picture picture, ZoneId zone, Instant now) {
        String path = "/schedules/" + picture.schedule().id() + "/";
        record Dated(Instant start, Line line) {}
        List<Dated> all = new ArrayList<>();
        for (ScheduleOverride one : picture.overrides()) {
            if (one.end().isAfter(now)) {
                String href = path + "overrides/" + one.id();
                all.add(new Dated(
                        one.start(), new Line(when(one.start(), one.end(), zone), words(one, picture.roll()), href)));
            }
        }
        for (TemporarySchedule plan : picture.temporaries()) {
            if (plan.end().isAfter(now)) {
                String href = path + "temporary/" + plan.id();
                all.add(new Dated(plan.start(), new Line(when(plan.start(), plan.end(), zone), words(plan), href)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(Dated::start))
                .limit(MOST)
                .map(Dated::line)
                .toList();
    }

    /** The form for an override of that time; null for a time that is over, which none can change. */
    static @Nullable String form(
            Schedule schedule, Instant start, Instant end, @Nullable UUID group, @Nullable UUID replaces, Instant now) {
        return end.isAfter(now)
                ? "/schedules/" + schedule.id() + "/override?start="
                        + Times.field(Strand.later(start, now), schedule.zone())
                        + (Times.known(end) ? "&end=" + Times.field(end, schedule.zone()) : "")
                        + (group == null ? "" : "&group=" + group)
                        + (replaces == null ? "" : "&replaces=" + replaces)
                : null;
    }

    /** The form that puts an override back which was removed. */
    static String again(ScheduleOverride one) {
        return "/schedules/" + one.schedule() + "/overrides/again?kind="
                + one.kind().name().toLowerCase(Locale.ROOT)
                + (one.group() == null ? "" : "&group=" + one.group())
                + (one.layer() == null ? "" : "&layer=" + one.layer() + "&turn=" + one.turn())
                + (one.user() == null ? "" : "&user=" + one.user())
                + (one.replaces() == null ? "" : "&replaces=" + one.replaces())
                + "&start=" + one.start() + "&end=" + one.end();
    }

    static String when(Instant start, Instant end, ZoneId zone) {
        return Times.day(start, zone) + ", " + Times.span(start, end, zone);
    }
}
