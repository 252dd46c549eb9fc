package dev.belfry.oncall.rota.coverage;

import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.rota.absence.AbsenceQueries;
import dev.belfry.oncall.rota.absence.HolidayQueries;
import dev.belfry.oncall.rota.schedule.DutyTime;
import dev.belfry.oncall.rota.schedule.Lapsed;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how schedules are covered and how the time on call is shared. */
public final class CoverageQueries {
    /** What is proven at every save. */
    static final Duration AHEAD = Duration.ofDays(90);
    /** What has been so for longer has been so always. */
    private static final Duration LONG_AGO = Duration.ofDays(1_000);

    private static final Instant LONG_SINCE = Instant.parse("2020-01-01T00:00:00Z");

    private final Database database;
    private final ScheduleQueries schedules;
    private final ContactStatuses contacts;
    private final PageCountQueries pages;
    private final InstantSource clock;

    public CoverageQueries(
            Database database,
            ScheduleQueries schedules,
            ContactStatuses contacts,
            PageCountQueries pages,
            InstantSource clock) {
        this.database = database;
        this.schedules = schedules;
        this.contacts = contacts;
        this.pages = pages;
        this.clock = clock;
    }

    /** A stretch of a final schedule with what is known of it. */
    record Proven(Roll roll, Proof proof) {}

    /** A stretch of a final schedule with each person's part; nobody was paged on a draft. */
    record Shared(Roll roll, List<Load> loads) {}

    /** The final schedule between two instants; null when there is no such schedule. */
    private Future<@Nullable Roll> roll(UUID schedule, Instant from, Instant to) {
        return schedules
                .schedule(schedule)
                .compose(found -> found == null
                        ? Future.<@Nullable Roll>succeededFuture(null)
                        : schedules.rolls(List.of(found), from, to).map(List::getFirst));
    }

    /** A draft as it would be, with nothing laid over it. */
    Future<Roll> roll(Schedule draft, Instant from, Instant to) {
        return schedules.draft(draft, from, to);
    }

    /** Null when there is no such schedule. */
    Future<@Nullable Proven> proven(UUID schedule, Instant from, Instant to) {
        return roll(schedule, from, to)
                .compose(roll -> roll == null
                        ? Future.<@Nullable Proven>succeededFuture(null)
                        : proven(List.of(roll), from, to).map(List::getFirst));
    }

    /** A draft counts from the beginning of time. */
    Future<Proven> provenDraft(Roll roll, Instant from, Instant to) {
        List<ScheduleVersion> versions = List.of(new ScheduleVersion(Instant.MIN, roll.schedule()));
        return absences(List.of(roll), from, to)
                .map(absences -> new Proven(roll, proof(roll, versions, absences, from, to)));
    }

    /**
     * What can be said of a schedule's time ahead before it is saved.
     *
     * @param percent how much of the time somebody is on call
     * @param warnings what it lacks, in words
     * @param shares each person's part
     */
    public record Outlook(double percent, List<String> warnings, List<PaySheet.Line> shares) {}

    /** @param roll a draft, with or without what lies over it */
    public Future<Outlook> outlook(Roll roll, Instant from, Instant to) {
        return provenDraft(roll, from, to)
                .compose(proven -> sharedDraft(roll, Set.of(), from, to)
                        .map(shared -> new Outlook(
                                proven.proof().coverage().percent(),
                                Warnings.of(roll, proven.proof()),
                                PaySheet.of(shared.loads()).items())));
    }

    /** The same of several schedules that were read together. */
    Future<List<Proven>> proven(List<Roll> rolls, Instant from, Instant to) {
        return schedules
                .versions(rolls.stream().map(Roll::schedule).toList(), from, to)
                .compose(versions -> absences(rolls, from, to).map(absences -> {
                    List<Proven> proven = new ArrayList<>();
                    for (Roll roll : rolls) {
                        List<ScheduleVersion> own =
                                versions.getOrDefault(roll.schedule().id(), List.of());
                        proven.add(new Proven(roll, proof(roll, own, absences, from, to)));
                    }
                    return proven;
                }));
    }

    private Proof proof(
            Roll roll, List<ScheduleVersion> versions, Map<UUID, List<Span>> absences, Instant from, Instant to) {
        return new Proof(
                Coverage.of(roll.shifts(), versions, from, to),
                Staffing.of(DutyTime.of(roll.shifts(), from, to), contacts::reach, absences));
    }

    private Future<Map<UUID, List<Span>>> absences(List<Roll> rolls, Instant from, Instant to) {
        Set<UUID> people = new HashSet<>();
        rolls.forEach(roll -> roll.shifts().forEach(shift -> people.addAll(shift.people())));
        return people.isEmpty()
                ? Future.succeededFuture(Map.of())
                : AbsenceQueries.of(database::query, people, from, to);
    }

    /** What is wrong with the time ahead of a schedule that was just saved, in words; what the save has broken comes first. */
    public Future<List<String>> warnings(Schedule schedule) {
        Instant now = clock.instant();
        return schedules
                .lapsed(schedule.id())
                .compose(lapsed -> broken(lapsed, schedule.zone())
                        .compose(broken -> proven(schedule.id(), now, now.plus(AHEAD))
                                .map(proven -> {
                                    List<String> all = new ArrayList<>(broken);
                                    if (proven != null) {
                                        all.addAll(Warnings.of(proven.roll(), proven.proof()));
                                    }
                                    return all;
                                })));
    }

    private Future<List<String>> broken(List<Lapsed> lapsed, ZoneId zone) {
        Set<UUID> people = lapsed.stream()
                .flatMap(
                        one -> Stream.of(one.exception().user(), one.exception().replaces()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return lapsed.isEmpty()
                ? Future.succeededFuture(List.of())
                : schedules.names(people).map(names -> Warnings.broken(lapsed, names, zone));
    }

    /** What those who lead its team should know of a schedule's time ahead. */
    public Future<List<Finding>> findings(Schedule schedule, Instant now, Duration ahead) {
        Instant to = now.plus(ahead);
        return schedules.rolls(List.of(schedule), now, to).compose(rolls -> {
            if (rolls.isEmpty()) {
                return Future.succeededFuture(List.of());
            }
            Roll roll = rolls.getFirst();
            // What lies across now has its true begin, which does not move from day to day.
            Instant first = roll.shifts().getFirst().start();
            Instant from = first.isBefore(now.minus(LONG_AGO)) ? LONG_SINCE : first;
            return proven(rolls, from, to)
                    .map(proven -> Findings.of(roll, proven.getFirst().proof(), now));
        });
    }

    /**
     * How the time on call was shared, and how often each person was paged in it; null when there is no such schedule.
     *
     * @param more holidays beside those of the calendars
     */
    Future<@Nullable Shared> shared(UUID schedule, Set<LocalDate> more, Instant from, Instant to) {
        return roll(schedule, from, to).compose(roll -> {
            if (roll == null) {
                return Future.<@Nullable Shared>succeededFuture(null);
            }
            ZoneId zone = roll.schedule().zone();
            Map<UUID, List<Span>> times = DutyTime.of(roll.shifts(), from, to);
            return pages.count(times, zone)
                    .compose(pages -> holidays(roll.schedule(), more, from, to)
                            .map(holidays -> new Shared(roll, Load.of(roll, holidays, pages, from, to))));
        });
    }

    Future<Shared> sharedDraft(Roll roll, Set<LocalDate> more, Instant from, Instant to) {
        return holidays(roll.schedule(), more, from, to)
                .map(holidays -> new Shared(roll, Load.of(roll, holidays, Map.of(), from, to)));
    }

    private Future<Set<LocalDate>> holidays(Schedule schedule, Set<LocalDate> more, Instant from, Instant to) {
        LocalDate first = LocalDate.ofInstant(from, schedule.zone());
        LocalDate last = LocalDate.ofInstant(to, schedule.zone()).plusDays(1);
        return HolidayQueries.between(database::query, schedule.team(), first, last)
                .map(found -> {
                    Set<LocalDate> all = new HashSet<>(found);
                    all.addAll(more);
                    return all;
                });
    }

    /** Those after this one, a page at a time. */
    Future<List<Proven>> page(UUID after, int limit, Instant from, Instant to) {
        return schedules
                .schedules(after, null, limit)
                .compose(found -> schedules.rolls(found, from, to))
                .compose(rolls -> proven(rolls, from, to));
    }
}
