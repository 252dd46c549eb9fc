package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.people.Vacancy;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads schedules, overrides, and who is on call. */
public final class ScheduleQueries {
    /** How far ahead a person's open shifts are named: as far as the coverage of a schedule is proven. */
    private static final Duration VACANT = Duration.ofDays(90);

    private final Database database;
    private final InstantSource clock;

    public ScheduleQueries(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A schedule with the shifts that were asked for and the names of the people in them. */
    public record Roll(Schedule schedule, List<Shift> shifts, Map<UUID, String> names) {
        public Roll {
            shifts = List.copyOf(shifts);
        }

        public String name(UUID person) {
            return names.getOrDefault(person, "unknown");
        }
    }

    /** A schedule as it counts now, and when a change that is planned will count. */
    public record Found(Schedule schedule, @Nullable Instant planned) {}

    public Future<@Nullable Schedule> schedule(UUID id) {
        return ScheduleStore.schedule(database::query, clock.instant(), id);
    }

    /**
     * All that is drawn of a schedule between two instants.
     *
     * @param schedule as it is now
     * @param versions those that count at some time between the two, in order
     * @param roll the final schedule
     */
    public record Picture(
            Schedule schedule,
            List<ScheduleVersion> versions,
            List<ScheduleOverride> overrides,
            List<TemporarySchedule> temporaries,
            Roll roll) {}

    /** A schedule between two instants as it is, and as it would be with a draft in its place. */
    public record Compared(Roll before, Roll after) {}

    public Future<@Nullable Found> found(UUID id) {
        return schedule(id)
                .compose(schedule -> schedule == null
                        ? Future.succeededFuture(null)
                        : ScheduleStore.planned(database::query, id, clock.instant())
                                .map(planned -> new Found(schedule, planned)));
    }

    public Future<List<Schedule>> schedules(UUID after, @Nullable UUID team, int limit) {
        return ScheduleStore.schedules(database::query, clock.instant(), after, team, limit);
    }

    /** Those whose name has this part, in the order of their names, after that name. */
    public Future<List<Schedule>> named(String after, String part, @Nullable UUID team, int limit) {
        return ScheduleStore.named(database::query, clock.instant(), after, part, team, limit);
    }

    /** One version, whether or not it counts now. */
    public Future<@Nullable ScheduleVersion> version(UUID id, long version) {
        return ScheduleStore.version(database::query, id, version);
    }

    /** Null when there is no such schedule. */
    public Future<@Nullable Picture> picture(UUID id, Instant from, Instant to) {
        return schedule(id)
                .compose(schedule -> ScheduleStore.facts(database::query, List.of(id), from, to, Duration.ZERO)
                        .compose(all -> {
                            ScheduleStore.Facts facts = all.get(id);
                            if (schedule == null || facts == null) {
                                return Future.<@Nullable Picture>succeededFuture(null);
                            }
                            List<Shift> shifts = facts.resolver().shifts(from, to);
                            Set<UUID> people = new HashSet<>(everybody(shifts));
                            facts.versions()
                                    .forEach(version ->
                                            people.addAll(version.schedule().people()));
                            facts.overrides().forEach(one -> people.addAll(one.people()));
                            return names(people)
                                    .map(names -> new Picture(
                                            schedule,
                                            facts.versions(),
                                            facts.overrides(),
                                            facts.temporaries(),
                                            new Roll(schedule, shifts, names)));
                        }));
    }

    /**
     * What a draft would change; null when there is no such schedule.
     *
     * @param counts from when the draft counts
     */
    public Future<@Nullable Compared> compared(Schedule draft, Instant counts, Instant from, Instant to) {
        return ScheduleStore.facts(database::query, List.of(draft.id()), from, to, Duration.ZERO)
                .compose(all -> PeopleStore.inactivity(database::query, draft.people(), from, to)
                        .compose(inactivity -> {
                            ScheduleStore.Facts facts = all.get(draft.id());
                            if (facts == null) {
                                return Future.<@Nullable Compared>succeededFuture(null);
                            }
                            List<Shift> before = facts.resolver().shifts(from, to);
                            List<Shift> after = facts.with(new ScheduleVersion(counts, draft), inactivity)
                                    .resolver()
                                    .shifts(from, to);
                            Set<UUID> people = new HashSet<>(everybody(before));
                            people.addAll(everybody(after));
                            return names(people)
                                    .map(names -> new Compared(
                                            new Roll(draft, before, names), new Roll(draft, after, names)));
                        }));
    }

    private static Set<UUID> everybody(List<Shift> shifts) {
        Set<UUID> people = new HashSet<>();
        shifts.forEach(shift -> shift.duties().forEach(duty -> people.add(duty.user())));
        return people;
    }

    /** Those of these that exist. */
    public Future<List<Schedule>> these(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : ScheduleStore.these(database::query, clock.instant(), ids);
    }

    /** Whether there is such a schedule; all of them are there. */
    Future<Boolean> exists(@Nullable UUID schedule) {
        return schedule == null ? Future.succeededFuture(true) : OnCallQueries.exists(database::query, schedule);
    }

    /** Whether there is such a team; all of them are there. */
    Future<Boolean> teamExists(@Nullable UUID team) {
        return team == null ? Future.succeededFuture(true) : ScheduleStore.teamExists(database::query, team);
    }

    /** The exceptions of the next 400 days that a change of the schedule has left without effect. */
    public Future<List<Lapsed>> lapsed(UUID schedule) {
        Instant now = clock.instant();
        Instant to = now.plus(Resolver.HORIZON);
        return ScheduleStore.facts(database::query, List.of(schedule), now, to, Duration.ZERO)
                .map(all -> all.values().stream()
                        .flatMap(facts ->
                                Lapsed.of(facts.overrides(), facts.resolver().shifts(now, to), new Span(now, to))
                                        .stream())
                        .toList());
    }

    /** How many there are. */
    public Future<Long> count() {
        return ScheduleStore.count(database::query);
    }

    /** The schedules that put this person on call at some time from {@code from} on. */
    public Future<List<Schedule>> naming(UUID person, Instant from) {
        return ScheduleStore.naming(database::query, person, from)
                .compose(ids -> ScheduleStore.these(database::query, clock.instant(), ids));
    }

    public Future<@Nullable ScheduleOverride> override(UUID id) {
        return OverrideStore.override(database::query, id);
    }

    public Future<@Nullable TemporarySchedule> temporary(UUID id) {
        return OverrideStore.temporary(database::query, id);
    }

    Future<List<ScheduleOverride>> overrides(@Nullable UUID schedule, UUID after, int limit) {
        return OverrideStore.overrides(database::query, schedule, after, limit);
    }

    Future<List<TemporarySchedule>> temporaries(@Nullable UUID schedule, UUID after, int limit) {
        return OverrideStore.temporaries(database::query, schedule, after, limit);
    }

    /** Those that lie anywhere between the two instants: what is drawn beside the shifts. */
    Future<Map<UUID, List<ScheduleOverride>>> overridesAround(List<UUID> schedules, Instant from, Instant to) {
        return OverrideStore.around(database::query, schedules, from, to);
    }

    /** What this person, who is inactive, would have in the next 90 days; the next shift first. */
    public Future<List<Vacancy>> vacancies(UUID person) {
        Instant now = clock.instant();
        Instant to = now.plus(VACANT);
        return ScheduleStore.naming(database::query, person, now)
                .compose(ids -> ScheduleStore.courses(database::query, ids, now, to, Duration.ZERO, person))
                .map(courses -> courses.values().stream()
                        .flatMap(course -> vacancies(course, person, now, to))
                        .sorted(Comparator.comparing(Vacancy::start).thenComparing(Vacancy::scheduleName))
                        .toList());
    }

    private static Stream<Vacancy> vacancies(ScheduleStore.Course course, UUID person, Instant now, Instant to) {
        Schedule schedule = course.last();
        return course.resolver().shifts(now, to).stream()
                .filter(shift -> shift.start().isBefore(to) && shift.people().contains(person))
                .map(shift -> new Vacancy(
                        schedule.id(),
                        schedule.name(),
                        Track.later(now, shift.start()),
                        Track.earlier(to, shift.end()),
                        shift.people().size() == 1));
    }

    /** A draft as it would be, with nothing laid over it. */
    public Future<Roll> draft(Schedule draft, Instant from, Instant to) {
        return PeopleStore.inactivity(database::query, draft.people(), from, to).compose(inactivity -> {
            List<ScheduleVersion> always = List.of(new ScheduleVersion(Instant.MIN, draft));
            List<Shift> shifts =
                    Resolver.of(always, List.of(), List.of(), inactivity).shifts(from, to);
            Set<UUID> people = new HashSet<>();
            shifts.forEach(shift -> people.addAll(shift.people()));
            return names(people).map(names -> new Roll(draft, shifts, names));
        });
    }

    public Future<Map<UUID, String>> names(Set<UUID> people) {
        return PeopleStore.names(database::query, people);
    }

    /** The versions of these schedules that count between the two instants, in order; a schedule that is gone is missing. */
    public Future<Map<UUID, List<ScheduleVersion>>> versions(List<Schedule> schedules, Instant from, Instant to) {
        return ScheduleStore.versions(
                database::query, schedules.stream().map(Schedule::id).toList(), from, to);
    }

    /** The shifts of these schedules between the two instants, with names; the same instant twice asks for one shift each. */
    public Future<List<Roll>> rolls(List<Schedule> schedules, Instant from, Instant to) {
        List<UUID> ids = schedules.stream().map(Schedule::id).toList();
        return ScheduleStore.courses(database::query, ids, from, to, Resolver.HORIZON)
                .compose(courses -> {
                    List<Schedule> there = schedules.stream()
                            .filter(schedule -> courses.containsKey(schedule.id()))
                            .toList();
                    List<List<Shift>> shifts = new ArrayList<>();
                    Set<UUID> people = new HashSet<>();
                    for (Schedule schedule : there) {
                        ScheduleStore.Course course = courses.get(schedule.id());
                        if (course != null) {
                            Resolver resolver = course.resolver();
                            List<Shift> found =
                                    from.equals(to) ? List.of(resolver.at(from)) : resolver.shifts(from, to);
                            people.addAll(everybody(found));
                            shifts.add(found);
                        }
                    }
                    return names(people).map(names -> {
                        List<Roll> rolls = new ArrayList<>();
                        for (int i = 0; i < there.size(); i++) {
                            rolls.add(new Roll(there.get(i), shifts.get(i), names));
                        }
                        return rolls;
                    });
                });
    }
}
