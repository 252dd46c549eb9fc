package dev.belfry.incident.insight.report;

import dev.belfry.incident.insight.fact.Night;
import dev.belfry.incident.insight.report.Report.Counted;
import dev.belfry.incident.insight.report.Report.Load;
import dev.belfry.incident.insight.report.Report.Point;
import dev.belfry.incident.insight.report.Report.Repeated;
import dev.belfry.incident.insight.report.Report.Row;
import dev.belfry.incident.insight.report.Report.Took;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts the counts of a period together. */
final class Summary {
    private static final int HOURS = 7 * 24;
    private static final int MOST_ROWS = 50;
    private static final Team NONE = new Team(null, "No team");

    private Summary() {}

    /** @param id null for no team */
    record Team(@Nullable UUID id, String name) {}

    /** The incidents of a stretch, a service, a policy and a severity. */
    record Count(
            int slot,
            UUID service,
            String serviceName,
            @Nullable UUID policy,
            int severity,
            long incidents,
            long pages,
            long nightPages) {}

    /** How often a person was paged in an hour of the week. */
    record Paged(UUID person, int hour, long pages, long acknowledged) {}

    /** What came again and again: what made noise, and what opened most incidents. */
    record Again(List<Repeated> noise, List<Repeated> repeats) {}

    /** How long things took, for each slot; the first is the period before. */
    record Taken(List<Times> detect, List<Times> acknowledge, List<Times> resolve) {}

    /** @param teams who owns each escalation policy */
    record Names(Function<UUID, String> people, Map<UUID, Team> teams) {}

    static Report of(
            Question question,
            List<Count> counts,
            Taken taken,
            Again again,
            List<Paged> pages,
            Map<UUID, Long> nights,
            Names names) {
        var period = question.period();
        var before = period.before();
        var now = counts.stream().filter(count -> count.slot() > 0).toList();
        return new Report(
                period.from(),
                period.to(),
                period.zone().getId(),
                before.from(),
                before.to(),
                counted(counts, Count::incidents),
                counted(counts, Count::pages),
                counted(counts, Count::nightPages),
                took(taken.detect()),
                took(taken.acknowledge()),
                took(taken.resolve()),
                trend(period, now, taken),
                rows(now, count -> new Team(count.service(), count.serviceName())),
                rows(now, count -> count.policy() == null ? NONE : names.teams().getOrDefault(count.policy(), NONE)),
                hours(pages),
                people(pages, nights, names.people()),
                again.noise(),
                again.repeats());
    }

    private static Counted counted(List<Count> counts, ToLongFunction<Count> what) {
        return new Counted(sum(counts, count -> count.slot() > 0, what), sum(counts, count -> count.slot() == 0, what));
    }

    private static long sum(Collection<Count> counts, Predicate<Count> which, ToLongFunction<Count> what) {
        return counts.stream().filter(which).mapToLong(what).sum();
    }

    private static Took took(List<Times> slots) {
        var now = new Times();
        slots.subList(1, slots.size()).forEach(now::add);
        return new Took(now.spread(), slots.getFirst().spread());
    }

    private static List<Point> trend(Period period, List<Count> now, Taken taken) {
        var days = period.slots();
        return IntStream.rangeClosed(1, days.size())
                .mapToObj(slot -> new Point(
                        days.get(slot - 1),
                        sum(now, count -> count.slot() == slot, Count::incidents),
                        taken.acknowledge().get(slot).spread(),
                        taken.resolve().get(slot).spread()))
                .toList();
    }

    private static List<Row> rows(List<Count> now, Function<Count, Team> whose) {
        Map<Team, long[]> rows = new HashMap<>();
        for (var count : now) {
            rows.computeIfAbsent(whose.apply(count), first -> new long[5])[count.severity() - 1] += count.incidents();
        }
        return rows.entrySet().stream()
                .map(row -> new Row(
                        row.getKey().id(),
                        row.getKey().name(),
                        Arrays.stream(row.getValue()).sum(),
                        Arrays.stream(row.getValue()).boxed().toList()))
                .sorted(Comparator.comparingLong(Row::incidents).reversed().thenComparing(Row::name))
                .limit(MOST_ROWS)
                .toList();
    }

    private static List<Long> hours(List<Paged> pages) {
        var hours = new long[HOURS];
        pages.forEach(paged -> hours[paged.hour()] += paged.pages());
        return Arrays.stream(hours).boxed().toList();
    }

    private static List<Load> people(List<Paged> pages, Map<UUID, Long> nights, Function<UUID, String> names) {
        Map<UUID, List<Paged>> of = new HashMap<>();
        pages.forEach(paged ->
                of.computeIfAbsent(paged.person(), first -> new ArrayList<>()).add(paged));
        return of.entrySet().stream()
                .map(one -> new Load(
                        one.getKey(),
                        names.apply(one.getKey()),
                        one.getValue().stream().mapToLong(Paged::pages).sum(),
                        one.getValue().stream()
                                .filter(paged -> Night.at(paged.hour() % 24))
                                .mapToLong(Paged::pages)
                                .sum(),
                        nights.getOrDefault(one.getKey(), 0L),
                        one.getValue().stream().mapToLong(Paged::acknowledged).sum()))
                .sorted(Comparator.comparingLong(Load::pages).reversed().thenComparing(Load::name))
                .limit(MOST_ROWS)
                .toList();
    }
}
