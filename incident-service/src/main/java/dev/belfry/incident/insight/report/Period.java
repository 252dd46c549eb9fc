package dev.belfry.incident.insight.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The days that a report is about.
 *
 * @param to the last of them
 */
public record Period(LocalDate from, LocalDate to, ZoneId zone) {
    /** Longer ones are refused. */
    public static final int MOST_DAYS = 750;

    private static final int USUAL_DAYS = 84;
    private static final int MOST_SLOTS = 14;

    public Period {
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new DateTimeException("a period has between one day and " + MOST_DAYS);
        }
    }

    /** Twelve weeks up to today. */
    static Period usual(Instant now, ZoneId zone) {
        var today = LocalDate.ofInstant(now, zone);
        return new Period(today.minusDays(USUAL_DAYS - 1), today, zone);
    }

    public long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** As long, directly before. */
    public Period before() {
        return new Period(from.minusDays(days()), from.minusDays(1), zone);
    }

    Instant start() {
        return from.atStartOfDay(zone).toInstant();
    }

    Instant end() {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The first days of the stretches that a trend has a point for: days, whole weeks or more. */
    public List<LocalDate> slots() {
        long days = days();
        long step = days <= MOST_SLOTS ? 1 : (days + 7L * MOST_SLOTS - 1) / (7L * MOST_SLOTS) * 7;
        return LongStream.range(0, (days + step - 1) / step)
                .mapToObj(slot -> from.plusDays(slot * step))
                .toList();
    }

    /** "12 weeks", "30 days". */
    public String length() {
        long days = days();
        return days == 1 ? "day" : days % 7 == 0 && days > 7 ? days / 7 + " weeks" : days + " days";
    }
}
