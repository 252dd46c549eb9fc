package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.row.RowStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who is on call, for whoever pages: read within the caller's transaction. */
public final class OnCallQueries {
    private static final int MOST_ASKED = 200;

    private OnCallQueries() {}

    /** Whose a schedule is. */
    public record Owner(UUID schedule, @Nullable UUID team) {}

    /** Locks the schedule, so that what is added to it is added one after the other; null when there is none. */
    public static Future<@Nullable Owner> owner(RowStore rows, UUID schedule) {
        return ScheduleStore.owner(rows, schedule);
    }

    /**
     * Time in which somebody is on call.
     *
     * @param through what put them there; null when it is a layer
     */
    public record Held(
            Instant start,
            Instant end,
            Source source,
            @Nullable ScheduleOverride through) {}

    /** When this person is on call on the schedule from {@code from} until just before {@code to}, and how they came to be. */
    public static Future<List<Held>> held(RowStore rows, UUID schedule, UUID person, Instant from, Instant to) {
        return ScheduleStore.courses(rows, List.of(schedule), from, to, Duration.ZERO)
                .compose(courses -> {
                    Future<List<Held>> all = Future.succeededFuture(new ArrayList<>());
                    for (ScheduleStore.Course course : courses.values()) {
                        for (Shift shift : course.resolver().shifts(from, to)) {
                            for (Duty duty : shift.of(person)) {
                                all = all.compose(found -> through(rows, duty).map(through -> {
                                    Instant start = Track.later(from, shift.start());
                                    Instant end = Track.earlier(to, shift.end());
                                    found.add(new Held(start, end, duty.source(), through));
                                    return found;
                                }));
                            }
                        }
                    }
                    return all;
                });
    }

    private static Future<@Nullable ScheduleOverride> through(RowStore rows, Duty duty) {
        return duty.source() == Source.OVERRIDE || duty.source() == Source.SWAP
                ? OverrideStore.override(rows, duty.by())
                : Future.succeededFuture(null);
    }

    /** A schedule as it is now, with whole shifts in order. */
    public record Ahead(Schedule schedule, List<Shift> shifts) {}

    /** The final schedule between two instants; null when there is no such schedule. */
    public static Future<@Nullable Ahead> ahead(RowStore rows, UUID schedule, Instant from, Instant to) {
        return ahead(rows, schedule, from, to, Resolver.HORIZON);
    }

    private static Future<@Nullable Ahead> ahead(
            RowStore rows, UUID schedule, Instant from, Instant to, Duration around) {
        return ScheduleStore.courses(rows, List.of(schedule), from, to, around).map(courses -> {
            ScheduleStore.Course course = courses.get(schedule);
            return course == null
                    ? null
                    : new Ahead(course.last(), course.resolver().shifts(from, to));
        });
    }

    /** The same, of which only the time between the two instants counts: the first and the last shift may be longer than they say. */
    public static Future<@Nullable Ahead> within(RowStore rows, UUID schedule, Instant from, Instant to) {
        return ahead(rows, schedule, from, to, Duration.ZERO);
    }

    /** The same time of a schedule twice: as it is, and as it would be if its zones were others. */
    public record Redrawn(Ahead asIs, Ahead inOtherZones) {}

    /**
     * Read once, so that nothing but the zones can make a difference; null when there is no such schedule.
     *
     * @param zones what stands in the place of each zone
     */
    public static Future<@Nullable Redrawn> redrawn(
            RowStore rows, UUID schedule, Instant from, Instant to, UnaryOperator<ZoneId> zones) {
        return ScheduleStore.facts(rows, List.of(schedule), from, to, Duration.ZERO)
                .map(all -> {
                    ScheduleStore.Facts facts = all.get(schedule);
                    return facts == null ? null : new Redrawn(drawn(facts, from, to), drawn(facts.in(zones), from, to));
                });
    }

    private static Ahead drawn(ScheduleStore.Facts facts, Instant from, Instant to) {
        return new Ahead(facts.versions().getLast().schedule(), facts.resolver().shifts(from, to));
    }

    /** The zones in which each schedule counts, now or by a version that is planned; with those of its layers. */
    public static Future<Map<UUID, Set<ZoneId>>> zones(RowStore rows, Instant now) {
        return ScheduleStore.zones(rows, now);
    }

    /** Whom each of these schedules puts on call at this instant; a schedule that is gone is missing. */
    public static Future<Map<UUID, OnCall>> at(RowStore rows, Collection<UUID> schedules, Instant at) {
        return ScheduleStore.courses(rows, schedules, at, at, Duration.ZERO).map(courses -> {
            Map<UUID, OnCall> answer = new HashMap<>();
            courses.forEach((id, course) -> {
                Schedule schedule = course.last();
                List<UUID> people = course.resolver().people(at);
                answer.put(id, new OnCall(id, schedule.name(), schedule.team(), people));
            });
            return answer;
        });
    }

    /** A schedule with those who could take a shift of it: the active people on it and in its team. */
    public record Could(Schedule schedule, List<UUID> people) {}

    /** Null when there is no such schedule. */
    public static Future<@Nullable Could> could(RowStore rows, UUID id, Instant now) {
        return ScheduleStore.schedule(rows, now, id).compose(schedule -> {
            if (schedule == null) {
                return Future.<@Nullable Could>succeededFuture(null);
            }
            UUID team = schedule.team();
            return PeopleStore.members(rows, team == null ? List.of() : List.of(team))
                    .compose(members -> {
                        Set<UUID> people = new LinkedHashSet<>(schedule.people());
                        members.values().forEach(people::addAll);
                        return PeopleStore.standing(rows, people)
                                .map(known -> new Could(
                                        schedule,
                                        people.stream()
                                                .filter(one -> known.refusal(one) == null)
                                                .limit(MOST_ASKED)
                                                .toList()));
                    });
        });
    }

    public static Future<Boolean> exists(RowStore rows, UUID schedule) {
        return ScheduleStore.known(rows, List.of(schedule)).map(found -> !found.isEmpty());
    }

    /** The zone in which the schedule counts; null when there is none. */
    public static Future<@Nullable ZoneId> zone(RowStore rows, UUID schedule, Instant now) {
        return ScheduleStore.schedule(rows, now, schedule).map(found -> found == null ? null : found.zone());
    }

    /** The people on call on the schedules that each team owns. */
    public static Future<Map<UUID, List<UUID>>> ofTeams(RowStore rows, Collection<UUID> teams, Instant at) {
        return ScheduleStore.ofTeams(rows, teams)
                .compose(ids -> at(rows, ids, at).map(onCall -> {
                    Map<UUID, Set<UUID>> people = new HashMap<>();
                    for (UUID id : ids) {
                        OnCall one = onCall.get(id);
                        UUID team = one == null ? null : one.team();
                        if (one != null && team != null) {
                            people.computeIfAbsent(team, unseen -> new LinkedHashSet<>())
                                    .addAll(one.people());
                        }
                    }
                    Map<UUID, List<UUID>> answer = new HashMap<>();
                    people.forEach((team, members) -> answer.put(team, List.copyOf(members)));
                    return answer;
                }));
    }

    /** The schedules that these teams own. */
    public static Future<List<UUID>> schedulesOf(RowStore rows, Collection<UUID> teams) {
        return ScheduleStore.ofTeams(rows, teams);
    }

    /** The first instant from {@code after} until just before {@code until} at which any of the schedules has somebody; null when none has. */
    public static Future<@Nullable Instant> nextStart(
            RowStore rows, Collection<UUID> schedules, Instant after, Instant until) {
        return ScheduleStore.courses(rows, schedules, after, until, Duration.ZERO)
                .map(courses -> courses.values().stream()
                        .flatMap(course -> course.resolver().shifts(after, until).stream())
                        .filter(shift ->
                                !shift.people().isEmpty() && shift.start().isBefore(until))
                        .map(shift -> Track.later(after, shift.start()))
                        .min(Instant::compareTo)
                        .orElse(null));
    }
}
