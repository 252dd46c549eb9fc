package dev.belfry.oncall.rota.planner;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which weeks of a schedule are shown, in which zone and how: all of it is in the address of the page.
 *
 * @param choice the schedule's zone, the reader's, or UTC
 * @param asked the first day that the address names; null for this week
 * @param list whether the weeks are read as a list instead of drawn
 */
public record Frame(String choice, ZoneId zone, @Nullable LocalDate asked, LocalDate first, int weeks, boolean list) {
    private static final int USUAL = 2;
    /** Nobody plans further ahead, or looks further back. */
    private static final int MOST_YEARS = 5;

    /** What cannot be read is as if it were not there. */
    static Frame of(UnaryOperator<@Nullable String> query, ZoneId own, ZoneId mine, Instant now) {
        String asked = query.apply("zone");
        String choice = "mine".equals(asked) || "utc".equals(asked) ? asked : "schedule";
        ZoneId zone = switch (choice) {
            case "mine" -> mine;
            case "utc" -> ZoneId.of("UTC");
            default -> own;
        };
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate day = day(query.apply("from"), today);
        String weeks = query.apply("weeks");
        return new Frame(
                choice,
                zone,
                day,
                day == null ? monday(today) : day,
                "1".equals(weeks) ? 1 : "4".equals(weeks) ? 4 : USUAL,
                "list".equals(query.apply("view")));
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static @Nullable LocalDate day(@Nullable String text, LocalDate today) {
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            return day == null || day.isBefore(today.minusYears(MOST_YEARS)) || day.isAfter(today.plusYears(MOST_YEARS))
                    ? null
                    : day;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    Instant from() {
        return first.atStartOfDay(zone).toInstant();
    }

    Instant to() {
        return first.plusWeeks(weeks).atStartOfDay(zone).toInstant();
    }

    public String earlier() {
        return query(choice, first.minusWeeks(weeks), weeks, list);
    }

    public String later() {
        return query(choice, first.plusWeeks(weeks), weeks, list);
    }

    public String today() {
        return query(choice, null, weeks, list);
    }

    public String in(String other) {
        return query(other, asked, weeks, list);
    }

    public String over(int others) {
        return query(choice, asked, others, list);
    }

    public String as(boolean listed) {
        return query(choice, asked, weeks, listed);
    }

    private static String query(String choice, @Nullable LocalDate first, int weeks, boolean list) {
        StringBuilder query = new StringBuilder("?zone=").append(choice);
        if (first != null) {
            query.append("&from=").append(first);
        }
        if (weeks != USUAL) {
            query.append("&weeks=").append(weeks);
        }
        return query.append(list ? "&view=list" : "").toString();
    }
}
