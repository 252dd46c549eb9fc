package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.DutyTime;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a draft changes for whom.
 *
 * @param first the first differences
 * @param more how many follow
 * @param people whose time changes, in all of what was looked at
 */
public record Differences(List<Line> first, int more, List<Person> people) {
    private static final int MOST = 5;

    public record Line(String when, String words) {}

    /** @param words such as "336 h instead of 168 h" */
    public record Person(String name, String words) {}

    static Differences of(Roll before, Roll after, ZoneId zone, Instant from, Instant to) {
        TreeSet<Instant> edges = new TreeSet<>(List.of(from, to));
        for (List<Shift> shifts : List.of(before.shifts(), after.shifts())) {
            for (Shift shift : shifts) {
                edges.add(Strand.later(from, Strand.earlier(to, shift.start())));
                edges.add(Strand.later(from, Strand.earlier(to, shift.end())));
            }
        }
        List<Change> changes = new ArrayList<>();
        Instant start = null;
        Walk was = new Walk(before.shifts());
        Walk is = new Walk(after.shifts());
        for (Instant edge : edges) {
            if (start != null) {
                add(changes, start, edge, was.at(start), is.at(start));
            }
            start = edge;
        }
        List<Line> first = changes.stream()
                .limit(MOST)
                .map(change -> new Line(Exceptions.when(change.start, change.end, zone), words(change, after)))
                .toList();
        return new Differences(first, Math.max(0, changes.size() - MOST), people(before, after, from, to));
    }

    public boolean none() {
        return first.isEmpty();
    }

    private record Change(Instant start, Instant end, Set<UUID> goes, Set<UUID> comes, boolean nobody) {}

    /** Walks along shifts that are in order and without a hole. */
    private static final class Walk {
        private final List<Shift> shifts;
        private int place;

        Walk(List<Shift> shifts) {
            this.shifts = shifts;
        }

        Set<UUID> at(Instant instant) {
            while (place + 1 < shifts.size() && !shifts.get(place).end().isAfter(instant)) {
                place++;
            }
            return new HashSet<>(shifts.get(place).people());
        }
    }

    private static void add(List<Change> changes, Instant start, Instant end, Set<UUID> was, Set<UUID> is) {
        if (was.equals(is)) {
            return;
        }
        Set<UUID> goes = new HashSet<>(was);
        goes.removeAll(is);
        Set<UUID> comes = new HashSet<>(is);
        comes.removeAll(was);
        Change last = changes.isEmpty() ? null : changes.getLast();
        if (last != null
                && last.end.equals(start)
                && last.goes.equals(goes)
                && last.comes.equals(comes)
                && last.nobody == is.isEmpty()) {
            changes.set(changes.size() - 1, new Change(last.start, end, goes, comes, last.nobody));
        } else {
            changes.add(new Change(start, end, goes, comes, is.isEmpty()));
        }
    }

    private static String words(Change change, Roll roll) {
        String goes = names(change.goes, roll);
        String comes = names(change.comes, roll);
        if (comes.isEmpty()) {
            return change.nobody ? "nobody instead of " + goes : goes + " no longer";
        }
        return goes.isEmpty() ? comes + " comes on call" : comes + " instead of " + goes;
    }

    private static String names(Set<UUID> people, Roll roll) {
        return String.join(" and ", people.stream().map(roll::name).sorted().toList());
    }

    private static List<Person> people(Roll before, Roll after, Instant from, Instant to) {
        Map<UUID, List<Span>> was = DutyTime.of(before.shifts(), from, to);
        Map<UUID, List<Span>> is = DutyTime.of(after.shifts(), from, to);
        Set<UUID> all = new HashSet<>(was.keySet());
        all.addAll(is.keySet());
        return all.stream()
                .filter(person -> !hours(was.get(person)).equals(hours(is.get(person))))
                .map(person ->
                        new Person(after.name(person), hours(is.get(person)) + " instead of " + hours(was.get(person))))
                .sorted((one, other) -> one.name.compareToIgnoreCase(other.name))
                .toList();
    }

    private static String hours(@Nullable List<Span> spans) {
        return spans == null
                ? "none"
                : spans.stream()
                                .map(span -> Duration.between(span.from(), span.to()))
                                .reduce(Duration.ZERO, Duration::plus)
                                .toHours()
                        + " h";
    }
}
