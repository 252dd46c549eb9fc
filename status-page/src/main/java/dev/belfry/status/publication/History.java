package dev.belfry.status.publication;

import dev.belfry.status.component.ComponentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What happened, month by month in the zone of the page.
 *
 * @param entries newest first
 */
public record History(List<Entry> entries, ZoneId zone, Instant now) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);
    /** Months on a page, and how far back the pages go. */
    private static final int MONTHS = 3;

    private static final int FURTHEST = 36;

    /** One month with what began in it. */
    public record Month(YearMonth month, List<Entry> entries, Duration disruption) {
        public String name() {
            return NAME.format(month);
        }

        /** 3 incidents · 1 h 2 min of disruption. */
        public String summary() {
            long maintenances = entries.stream().filter(Entry::isMaintenance).count();
            long incidents = entries.size() - maintenances;
            var words = new ArrayList<String>();
            words.add((incidents == 0 ? "no" : String.valueOf(incidents))
                    + (incidents == 1 ? " incident" : " incidents")
                    + (maintenances == 0 ? "" : ", " + maintenances + " maintenance"));
            if (!disruption.isZero()) {
                words.add(Moments.length(disruption) + " of disruption");
            }
            return String.join(" · ", words);
        }
    }

    public YearMonth thisMonth() {
        return YearMonth.from(now.atZone(zone));
    }

    /** Each month a page of the history may end with, the newest first. */
    public List<YearMonth> newestOfEachPage() {
        var first = entries.stream()
                .map(entry -> YearMonth.from(entry.from().atZone(zone)))
                .min(Comparator.naturalOrder())
                .orElse(thisMonth());
        return IntStream.range(0, FURTHEST)
                .mapToObj(thisMonth()::minusMonths)
                .filter(month -> month.equals(thisMonth()) || !month.isBefore(first))
                .toList();
    }

    /** The months of the page that ends with this one, the newest first. */
    public List<Month> page(YearMonth newest) {
        return IntStream.range(0, MONTHS)
                .mapToObj(newest::minusMonths)
                .map(this::month)
                .toList();
    }

    /** The month that the next older page ends with; null when there is nothing older. */
    public @Nullable YearMonth older(YearMonth newest) {
        var older = newest.minusMonths(MONTHS);
        return newestOfEachPage().contains(older) ? older : null;
    }

    private Month month(YearMonth month) {
        var from = month.atDay(1).atStartOfDay(zone).toInstant();
        var until = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        var begun = entries.stream()
                .filter(entry -> !entry.from().isBefore(from) && entry.from().isBefore(until))
                .toList();
        return new Month(month, begun, disruption(from, until));
    }

    /** How much of that time something was disrupted; what overlaps counts once. */
    private Duration disruption(Instant from, Instant until) {
        var total = Duration.ZERO;
        var counted = from;
        var disrupting = entries.stream()
                .filter(entry -> !entry.isMaintenance() && entry.look() != ComponentStatus.OPERATIONAL)
                .sorted(Comparator.comparing(Entry::from))
                .toList();
        for (var entry : disrupting) {
            var begin = entry.from().isBefore(counted) ? counted : entry.from();
            var ended = entry.until() == null ? now : entry.until();
            var end = ended.isBefore(until) ? ended : until;
            if (begin.isBefore(end)) {
                total = total.plus(Duration.between(begin, end));
                counted = end;
            }
        }
        return total;
    }
}
