package dev.belfry.incident.insight.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the counts of a period say; docs/insights.md defines each of them.
 *
 * @param from the first day
 * @param to the last day
 * @param hours how many pages there were in each hour of the week, from Monday 00:00, in the zones of those who were paged
 * @param noise alerts that paged and were over without anybody having acted, those that did it most often first
 * @param repeats alerts that opened three incidents and more, those that opened most first
 * @param integrations what came through each, those first whose incidents were most often over within a minute
 * @param rules what each event rule applied to, in the same order
 */
public record Report(
        LocalDate from,
        LocalDate to,
        String zone,
        LocalDate comparedFrom,
        LocalDate comparedTo,
        Counted incidents,
        Counted pages,
        Counted nightPages,
        Took detect,
        Took acknowledge,
        Took resolve,
        List<Point> trend,
        List<Row> services,
        List<Row> teams,
        List<Long> hours,
        List<Load> people,
        List<Repeated> noise,
        List<Repeated> repeats,
        List<Origin> integrations,
        List<Origin> rules) {
    /** Of fewer than so many nothing is compared. */
    public static final int FEW = 5;

    /** A count, and the same of the period before. */
    public record Counted(long count, long before) {}

    /** How long something took, and how long in the period before. */
    public record Took(Spread now, Spread before) {
        /** Whether there is enough of both to say which is better. */
        public boolean comparable() {
            return now.count() >= FEW && before.count() >= FEW;
        }
    }

    /**
     * @param count how many there are
     * @param median seconds; null when there is none
     * @param p95 seconds; null when there is none
     */
    public record Spread(
            long count, @Nullable Integer median, @Nullable Integer p95) {}

    /**
     * A stretch of the period.
     *
     * @param from its first day
     */
    public record Point(LocalDate from, long incidents, Spread acknowledge, Spread resolve) {}

    /**
     * The incidents of a service or a team.
     *
     * @param id null for incidents of no team
     * @param severities how many of SEV1, SEV2, …
     */
    public record Row(@Nullable UUID id, String name, long incidents, List<Long> severities) {
        /** A part of its bar, 1 to 5. */
        public record Part(int severity, String x, String width) {}

        /** Its bar, as long as it is beside the longest. */
        public List<Part> parts(long longest) {
            var parts = new ArrayList<Part>();
            double x = 0;
            for (int i = 0; i < severities.size(); i++) {
                double width = severities.get(i) * 100.0 / longest;
                if (width > 0) {
                    parts.add(new Part(i + 1, percent(x), percent(Math.max(0.3, width - 0.4))));
                }
                x += width;
            }
            return parts;
        }

        /** What the bar shows, for who cannot see it. */
        public String sentence() {
            return IntStream.range(0, severities.size())
                    .filter(i -> severities.get(i) > 0)
                    .mapToObj(i -> severities.get(i) + " SEV" + (i + 1))
                    .collect(Collectors.joining(", ", name + ": ", ""));
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.2f%%", share);
        }
    }

    /**
     * What a person had to bear.
     *
     * @param nights how many nights had at least one page
     * @param acknowledged how many of the pages were of a round that this person acknowledged
     */
    public record Load(UUID id, String name, long pages, long nightPages, long nights, long acknowledged) {
        public long share() {
            return pages == 0 ? 0 : Math.round(acknowledged * 100.0 / pages);
        }
    }

    /**
     * What came more than once under the same name.
     *
     * @param paged how many of the incidents paged
     * @param quiet how many paged and were over without anybody having acted
     * @param latest the number of its latest incident
     * @param alert of the latest incident; null when it has none (any more)
     */
    public record Repeated(
            UUID service,
            String serviceName,
            String name,
            long incidents,
            long alerts,
            long paged,
            long quiet,
            long latest,
            @Nullable UUID alert) {
        public long noise() {
            return paged == 0 ? 0 : Math.round(quiet * 100.0 / paged);
        }
    }

    /**
     * The incidents that came through an integration, or whose first alert an event rule applied to.
     *
     * @param service whose integration it is; null for an event rule
     * @param paged how many of the incidents paged
     * @param acknowledged how many somebody acknowledged
     * @param brief how many were over within a minute without anybody having done anything
     */
    public record Origin(
            UUID id,
            String name,
            @Nullable String service,
            long incidents,
            long alerts,
            long paged,
            long acknowledged,
            long brief) {}
}
