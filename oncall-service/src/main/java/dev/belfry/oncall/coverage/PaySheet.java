package dev.belfry.oncall.coverage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Who gets how much for a stretch of a schedule. */
public record PaySheet(String currency, List<Line> items) {
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
            BigDecimal amount) {
        static Line of(UUID user, String name, Fairness.Share share, PayRules rules) {
            return new Line(
                    user,
                    name,
                    share.shifts(),
                    PaySheet.hours(share.all()),
                    PaySheet.hours(share.night()),
                    PaySheet.hours(share.weekend()),
                    PaySheet.hours(share.holiday()),
                    rules.pay(share));
        }
    }

    static BigDecimal hours(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).divide(BigDecimal.valueOf(3_600), 2, RoundingMode.HALF_UP);
    }

    /** The sheet as RFC 4180 text. A name that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
    public String csv() {
        StringBuilder csv =
                new StringBuilder("user,name,shifts,hours,night_hours,weekend_hours,holiday_hours,amount,currency\r\n");
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
                    .append(line.amount.toPlainString())
                    .append(',')
                    .append(currency)
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static String quoted(String name) {
        String safe = !name.isEmpty() && "=+-@\t\r".indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
