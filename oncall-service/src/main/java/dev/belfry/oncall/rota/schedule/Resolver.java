package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.Inactivity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The one answer to "who is on call": paging, the API, calendars and the pages all read it, so they cannot disagree.
 *
 * <pre>
 *   version at the instant ──▶ each group: the last layer that has somebody ──▶ swaps ──▶ overrides ──▶ temporary schedule
 *   ──▶ without those who are inactive then
 * </pre>
 *
 * A stretch of time is answered by asking for its first instant, then for the one at which that answer ends, and so on: the
 * question about an instant and the question about a year are the same code.
 */
public final class Resolver {
    /** How far a shift is followed beyond what was asked for; one that reaches further is told as "as far as is known". */
    static final Duration HORIZON = Duration.ofDays(400);

    private final List<Course> courses;
    private final Overlay overlay;

    /** One version with its tracks, from the instant it begins to count. */
    private record Course(Instant from, List<Row> rows) {}

    private record Row(UUID group, List<Track> layers) {}

    private Resolver(List<Course> courses, Overlay overlay) {
        this.courses = courses;
        this.overlay = overlay;
    }

    /** @param versions at least one; the first also counts for all the time before it */
    public static Resolver of(
            List<ScheduleVersion> versions,
            List<ScheduleOverride> overrides,
            List<TemporarySchedule> temporaries,
            List<Inactivity> inactivity) {
        List<Course> courses = versions.stream()
                .sorted(Comparator.comparing(ScheduleVersion::from)
                        .thenComparingLong(version -> version.schedule().version()))
                .map(version -> course(version.from(), version.schedule()))
                .toList();
        return new Resolver(courses, new Overlay(overrides, temporaries, inactivity));
    }

    /** A schedule that has always been as it is, with people who are always active. */
    public static Resolver of(Schedule schedule, List<ScheduleOverride> overrides) {
        return of(List.of(new ScheduleVersion(Instant.MIN, schedule)), overrides, List.of(), List.of());
    }

    private static Course course(Instant from, Schedule schedule) {
        List<Row> rows = schedule.groups().stream()
                .map(group -> new Row(
                        group.id(),
                        group.layers().reversed().stream()
                                .map(layer -> new Track(layer, schedule.zone()))
                                .toList()))
                .toList();
        return new Course(from, rows);
    }

    /** Who is paged at this instant, each once. */
    public List<UUID> people(Instant instant) {
        return piece(instant).people();
    }

    /** The shift that {@code instant} lies in. */
    public Shift at(Instant instant) {
        return followed(followedBack(piece(instant), instant), instant);
    }

    /** All shifts that touch the time from {@code from} until just before {@code to}, in order and without a hole; the first and last are whole. */
    public List<Shift> shifts(Instant from, Instant to) {
        List<Shift> shifts = new ArrayList<>();
        Shift open = followedBack(piece(from), from);
        while (open.end().isBefore(to)) {
            Shift next = piece(open.end());
            if (next.sameAs(open)) {
                open = open.with(next);
            } else {
                shifts.add(open);
                open = next;
            }
        }
        shifts.add(followed(open, to));
        return List.copyOf(shifts);
    }

    private Shift followed(Shift shift, Instant asked) {
        Shift open = shift;
        while (open.end().isBefore(Instant.MAX)) {
            Shift next = piece(open.end());
            if (!next.sameAs(open)) {
                return open;
            }
            if (Duration.between(asked, open.end()).compareTo(HORIZON) > 0) {
                return new Shift(open.start(), Instant.MAX, open.duties(), open.superseded(), open.partial());
            }
            open = open.with(next);
        }
        return open;
    }

    private Shift followedBack(Shift shift, Instant asked) {
        Shift open = shift;
        while (open.start().isAfter(Instant.MIN)) {
            Shift before = piece(open.start().minusNanos(1));
            if (!before.sameAs(open)) {
                return open;
            }
            if (Duration.between(open.start(), asked).compareTo(HORIZON) > 0) {
                return new Shift(Instant.MIN, open.end(), open.duties(), open.superseded(), open.partial());
            }
            open = before.with(open);
        }
        return open;
    }

    /** What holds at this instant, and for how long at least: the next piece may be alike. */
    private Shift piece(Instant instant) {
        int current = 0;
        while (current + 1 < courses.size() && !courses.get(current + 1).from.isAfter(instant)) {
            current++;
        }
        Course course = courses.get(current);
        Instant start = current == 0 ? Instant.MIN : course.from;
        Instant end = current + 1 == courses.size() ? Instant.MAX : courses.get(current + 1).from;
        List<Overlay.Row> rows = new ArrayList<>(course.rows.size());
        for (Row row : course.rows) {
            Track.Stretch stretch = stretch(row, instant);
            rows.add(new Overlay.Row(row.group, stretch));
            start = Track.later(start, stretch.start());
            end = Track.earlier(end, stretch.end());
        }
        return overlay.at(instant, rows, start, end);
    }

    /** The last layer that has somebody covers those before it. */
    private static Track.Stretch stretch(Row row, Instant instant) {
        Instant start = Instant.MIN;
        Instant end = Instant.MAX;
        for (Track layer : row.layers) {
            Track.Stretch stretch = layer.at(instant).within(start, end);
            if (stretch.user() != null) {
                return stretch;
            }
            start = stretch.start();
            end = stretch.end();
        }
        return Track.Stretch.nobody(start, end);
    }
}
