package dev.belfry.incident.insight.report;

import dev.belfry.incident.insight.fact.Night;
import dev.belfry.incident.insight.report.Report.Counted;
import dev.belfry.incident.insight.report.Report.Load;
import dev.belfry.incident.insight.report.Report.Point;
import dev.belfry.incident.insight.report.Report.Repeated;
import dev.belfry.incident.insight.report.Report.Row;
import dev.belfry.incident.insight.report.Report.Took;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the counts of a period together. */
final class Summary {
    private static final int HOURS = 7 * 24;
    private static final int MOST_ROWS = 50;
    private static final Team NONE = new Team(null, "No team");

    private Summary() {}

    /** @param id null for no team */
    record Team(@Nullable UUID id, String name) {}

    /** What is added up of incidents: how many paged, were acknowledged, and were over within a minute by themselves. */
    record Sums(long incidents, long alerts, long pages, long nightPages, long paged, long acknowledged, long brief) {
        Sums plus(Sums more) {
            return new Sums(
                    incidents + more.incidents,
                    alerts + more.alerts,
                    pages + more.pages,
                    nightPages + more.nightPages,
                    paged + more.paged,
                    acknowledged + more.acknowledged,
                    brief + more.brief);
        }
    }

    /** The incidents of a stretch, a service, a policy, a severity, an integration, and some event rules. */
    record Count(
            int slot,
            UUID service,
            String serviceName,
            @Nullable UUID policy,
            int severity,
            @Nullable UUID integration,
            List<UUID> rules,
            Sums sums) {}

    /** How often a person was paged in each hour of the week, and in how many nights. */
    record Paged(UUID person, List<Long> hours, long acknowledged, long nights) {
        /** @param each the hour of each page */
        static Paged of(UUID person, byte[] each, long acknowledged, long nights) {
            var hours = new long[HOURS];
            for (byte hour : each) {
                hours[Byte.toUnsignedInt(hour)]++;
            }
            return new Paged(person, Arrays.stream(hours).boxed().toList(), acknowledged, nights);
        }
    }

    /** @param service whose integration it is; null for an event rule */
    record Source(String name, @Nullable String service) {}

    /** What came again and again: what made noise, and what opened most incidents. */
    record Again(List<Repeated> noise, List<Repeated> repeats) {}

    /** How long things took, for each slot; the first is the period before. */
    record Taken(List<Times> detect, List<Times> acknowledge, List<Times> resolve) {
        static Taken empty(int slots) {
            return new Taken(times(slots), times(slots), times(slots));
        }

        private static List<Times> times(int slots) {
            return Stream.generate(Times::new).limit(slots).toList();
        }
    }

    /**
     * @param teams who owns each escalation policy
     * @param sources integrations and event rules
     */
    record Names(Function<UUID, String> people, Map<UUID, Team> teams, Map<UUID, Source> sources) {}

    static Report of(
            Question question,
            List<Count> counts,
            Taken taken,
            Again again,
            Noise noise,
            List<Paged> pages,
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
                counted(counts, Sums::incidents),
                counted(counts, Sums::pages),
                counted(counts, Sums::nightPages),
                took(taken.detect()),
                took(taken.acknowledge()),
                took(taken.resolve()),
                trend(period, now, taken),
                rows(now, count -> new Team(count.service(), count.serviceName())),
                rows(now, count -> count.policy() == null ? NONE : names.teams().getOrDefault(count.policy(), NONE)),
                hours(pages),
                people(pages, names.people()),
                again.noise(),
                again.repeats(),
                Noise.named(noise.integrations(), names.sources()),
                Noise.named(noise.rules(), names.sources()));
    }

    private static Counted counted(List<Count> counts, ToLongFunction<Sums> what) {
        return new Counted(sum(counts, count -> count.slot() > 0, what), sum(counts, count -> count.slot() == 0, what));
    }

    private static long sum(Collection<Count> counts, Predicate<Count> which, ToLongFunction<Sums> what) {
        return counts.stream().filter(which).map(Count::sums).mapToLong(what).sum();
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
                        sum(now, count -> count.slot() == slot, Sums::incidents),
                        taken.acknowledge().get(slot).spread(),
                        taken.resolve().get(slot).spread()))
                .toList();
    }

    private static List<Row> rows(List<Count> now, Function<Count, Team> whose) {
        Map<Team, long[]> rows = new HashMap<>();
        for (var count : now) {
            rows.computeIfAbsent(whose.apply(count), first -> new long[5])[count.severity() - 1] +=
                    count.sums().incidents();
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
        return IntStream.range(0, HOURS)
                .mapToObj(hour -> pages.stream()
                        .mapToLong(paged -> paged.hours().get(hour))
                        .sum())
                .toList();
    }

    private static List<Load> people(List<Paged> pages, Function<UUID, String> names) {
        return pages.stream()
                .map(one -> new Load(
                        one.person(),
                        names.apply(one.person()),
                        one.hours().stream().mapToLong(Long::longValue).sum(),
                        IntStream.range(0, HOURS)
                                .filter(hour -> Night.at(hour % 24))
                                .mapToLong(hour -> one.hours().get(hour))
                                .sum(),
                        one.nights(),
                        one.acknowledged()))
                .sorted(Comparator.comparingLong(Load::pages).reversed().thenComparing(Load::name))
                .limit(MOST_ROWS)
                .toList();
    }
}
