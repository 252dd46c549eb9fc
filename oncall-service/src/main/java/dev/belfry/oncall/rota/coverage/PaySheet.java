package dev.belfry.oncall.rota.coverage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Each person's part of a stretch of a schedule as a table.
 *
 * @param currency null for a sheet that is not about pay: its lines have no amount
 */
public record PaySheet(@Nullable String currency, List<Line> items) {
    /** How {@link #csv} is to be declared; RFC 4180 has the parameter. */
    public static final String CSV = "text/csv; charset=utf-8; header=present";

    private static final String HEADER =
            "user,name,shifts,hours,night_hours,weekend_hours,holiday_hours,pages,night_pages";

    public PaySheet {
        items = List.copyOf(items);
    }

    /** One person's part; hours with two digits behind the point. */
    public record Line(
            UUID user,
            String name,
            int shifts,
            BigDecimal hours,
            BigDecimal nightHours,
            BigDecimal weekendHours,
            BigDecimal holidayHours,
            int pages,
            int nightPages,
            @Nullable BigDecimal amount) {
        static Line of(Load load, @Nullable PayRules rules) {
            Fairness.Share share = load.share();
            return new Line(
                    load.user(),
                    load.name(),
                    share.shifts(),
                    PaySheet.hours(share.all()),
                    PaySheet.hours(share.night()),
                    PaySheet.hours(share.weekend()),
                    PaySheet.hours(share.holiday()),
                    load.pages().all(),
                    load.pages().night(),
                    rules == null ? null : rules.pay(share, load.pages().all()));
        }
    }

    static PaySheet of(List<Load> loads, PayRules rules) {
        return new PaySheet(
                rules.currency(),
                loads.stream().map(load -> Line.of(load, rules)).toList());
    }

    static PaySheet of(List<Load> loads) {
        return new PaySheet(
                null, loads.stream().map(load -> Line.of(load, null)).toList());
    }

    static BigDecimal hours(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).divide(BigDecimal.valueOf(3_600), 2, RoundingMode.HALF_UP);
    }

    /** The sheet as RFC 4180 text. A name that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
    public String csv() {
        StringBuilder csv = new StringBuilder(HEADER)
                .append(currency == null ? "" : ",amount,currency")
                .append("\r\n");
        for (Line line : items) {
            csv.append(line.user)
                    .append(',')
                    .append(quoted(line.name))
                    .append(',')
                    .append(line.shifts)
                    .append(',')
                    .append(line.hours.toPlainString())
                    .append(',')
                    .append(line.nightHours.toPlainString())
                    .append(',')
                    .append(line.weekendHours.toPlainString())
                    .append(',')
                    .append(line.holidayHours.toPlainString())
                    .append(',')
                    .append(line.pages)
                    .append(',')
                    .append(line.nightPages);
            if (line.amount != null && currency != null) {
                csv.append(',').append(line.amount.toPlainString()).append(',').append(currency);
            }
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static String quoted(String name) {
        String safe = !name.isEmpty() && "=+-@\t\r".indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
