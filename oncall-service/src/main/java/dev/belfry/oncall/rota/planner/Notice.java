package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.coverage.Coverage;
import dev.belfry.oncall.rota.schedule.OwnHours;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gap ahead, in a sentence, with the form that fills it.
 *
 * @param rest who is paged all the same; empty for nobody
 */
public record Notice(String words, String rest, String href) {
    private static final int MOST = 3;

    /** The first gaps between the two instants: those of the whole schedule, then those of one group. */
    static List<Notice> of(Picture picture, ZoneId zone, Instant now, Instant to) {
        Schedule schedule = picture.schedule();
        Coverage coverage = Coverage.of(picture.roll().shifts(), picture.versions(), now, to);
        List<Notice> notices = new ArrayList<>();
        for (Coverage.Gap gap : coverage.gaps()) {
            if (!gap.planned()) {
                String href = form(schedule, gap.start(), gap.end(), meant(schedule, gap), now);
                notices.add(new Notice("Nobody is on call " + when(gap.start(), gap.end(), zone), "", href));
            }
        }
        for (Coverage.Empty empty : coverage.partial()) {
            String href = form(schedule, empty.start(), empty.end(), empty.group(), now);
            String words = "Nobody is in \"" + empty.name() + "\" " + when(empty.start(), empty.end(), zone);
            notices.add(new Notice(words, others(picture, empty.start(), empty.end()), href));
        }
        return notices.size() <= MOST ? notices : shortened(notices);
    }

    private static List<Notice> shortened(List<Notice> notices) {
        List<Notice> some = new ArrayList<>(notices.subList(0, MOST));
        Notice last = some.removeLast();
        String rest = (last.rest.isEmpty() ? "" : last.rest + " ") + (notices.size() - MOST)
                + " more gaps follow in the next days.";
        some.add(new Notice(last.words, rest, last.href));
        return some;
    }

    private static String when(Instant start, Instant end, ZoneId zone) {
        return "from " + Times.at(start, zone) + " to " + Times.at(end, zone) + ", "
                + Times.length(Duration.between(start, end)) + ".";
    }

    /** The first group that means to have somebody then. */
    private static @Nullable UUID meant(Schedule schedule, Coverage.Gap gap) {
        return schedule.groups().stream()
                .filter(group -> !OwnHours.of(group, schedule.zone())
                        .within(gap.start(), gap.end())
                        .isEmpty())
                .map(group -> group.id())
                .findFirst()
                .orElse(null);
    }

    private static String form(Schedule schedule, Instant start, Instant end, @Nullable UUID group, Instant now) {
        String form = Exceptions.form(schedule, start, end, group, null, now);
        return form == null ? "/schedules/" + schedule.id() + "/override" : form;
    }

    private static String others(Picture picture, Instant start, Instant end) {
        Set<String> names = new LinkedHashSet<>();
        for (Shift shift : picture.roll().shifts()) {
            if (shift.start().isBefore(end) && shift.end().isAfter(start)) {
                shift.people().forEach(person -> names.add(picture.roll().name(person)));
            }
        }
        return names.isEmpty() ? "" : "Pages in that time go to " + String.join(", ", names) + ".";
    }
}
