package dev.belfry.status.publication;

import dev.belfry.status.component.Change;
import dev.belfry.status.component.ComponentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last 90 days of a component, day by day in the zone of its page, and the share of that time it was up: a major outage
 * counts in full, a partial outage three tenths, all else not at all. Time before the component existed does not count.
 *
 * @param days oldest first, today last
 */
public record Uptime(List<Day> days) {
    static final int DAYS = 90;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.UK);

    /**
     * One day.
     *
     * @param known how much of it the component existed, up to now
     * @param spent how long it was shown how, but for operational
     */
    public record Day(LocalDate date, Duration known, Map<ComponentStatus, Duration> spent) {
        /** What colours the bar: the worst of the day. */
        public ComponentStatus worst() {
            return spent.keySet().stream().reduce(ComponentStatus.OPERATIONAL, ComponentStatus::worse);
        }

        /** The style of its bar. */
        public String look() {
            return known.isZero() ? "no-data" : worst().code().replace('_', '-');
        }

        /** Thu 22 October: partial outage for 14 min. */
        public String words() {
            var what = spent.entrySet().stream()
                    .map(each ->
                            each.getKey().words().toLowerCase(Locale.ROOT) + " for " + Moments.length(each.getValue()))
                    .collect(Collectors.joining(", "));
            return NAME.format(date) + ": " + (known.isZero() ? "no data" : what.isEmpty() ? "operational" : what);
        }
    }

    /**
     * Adds them up.
     *
     * @param since when the component was made
     * @param changes oldest first; before the first one it was operational
     */
    static Uptime of(Instant since, List<Change> changes, ZoneId zone, Instant now) {
        var days = new ArrayList<Day>();
        var today = LocalDate.ofInstant(now, zone);
        for (var date = today.minusDays(DAYS - 1L); !date.isAfter(today); date = date.plusDays(1)) {
            var begin = later(date.atStartOfDay(zone).toInstant(), since);
            var end = earlier(date.plusDays(1).atStartOfDay(zone).toInstant(), now);
            var spent = new EnumMap<ComponentStatus, Duration>(ComponentStatus.class);
            for (int i = 0; i < changes.size(); i++) {
                var from = later(changes.get(i).at(), begin);
                var until = i + 1 < changes.size() ? earlier(changes.get(i + 1).at(), end) : end;
                if (changes.get(i).status() != ComponentStatus.OPERATIONAL && from.isBefore(until)) {
                    spent.merge(changes.get(i).status(), Duration.between(from, until), Duration::plus);
                }
            }
            days.add(new Day(date, begin.isBefore(end) ? Duration.between(begin, end) : Duration.ZERO, spent));
        }
        return new Uptime(List.copyOf(days));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Days on which something was shown other than operational, the newest first. */
    public List<Day> troubled() {
        return days.reversed().stream().filter(day -> !day.spent().isEmpty()).toList();
    }

    /** 99.98 % up: rounded down, so that 100 means all of the time. */
    public String words() {
        long known = 0;
        long down = 0;
        for (var day : days) {
            known += day.known().toSeconds();
            // In tenths of a second, so that three tenths stay whole.
            down += 10 * seconds(day, ComponentStatus.MAJOR_OUTAGE) + 3 * seconds(day, ComponentStatus.PARTIAL_OUTAGE);
        }
        long hundredths = known == 0 ? 10_000 : (known * 10 - down) * 1_000 / known;
        return "%d.%02d %% up".formatted(hundredths / 100, hundredths % 100);
    }

    private static long seconds(Day day, ComponentStatus status) {
        return day.spent().getOrDefault(status, Duration.ZERO).toSeconds();
    }
}
