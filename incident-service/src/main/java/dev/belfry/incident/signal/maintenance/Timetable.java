package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * When a window is open: once, or again and again at the same hours of the clock of its zone, also after a clock change.
 *
 * <p>A local time that a clock change leaves out is as much later as the clock is put forward; one that comes twice is the
 * first of the two. Where that would let an occurrence end before it begins, it takes as long as it usually does.
 *
 * @param start of the first occurrence; where a rule does not allow that day, the first is the next day that it allows
 * @param recurrence a rule of RFC 5545 with FREQ=DAILY, WEEKLY or MONTHLY; null for once
 */
public record Timetable(
        LocalDateTime start,
        LocalDateTime end,
        String zone,
        @Nullable String recurrence) {
    public static final int LONGEST_RULE = 200;
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration FURTHEST = Duration.ofDays(3_660);
    // A day for a hundred years: more than any window lasts, and it takes milliseconds.
    private static final int MOST_STEPS = 40_000;
    private static final int CHECKED = 100;
    private static final String DAY = "(MO|TU|WE|TH|FR|SA|SU)";
    private static final String DAYS = "([+-]?[1-5])?" + DAY;
    private static final String DATES = "(-?([1-9]|[12][0-9]|3[01]))";
    private static final Pattern RULE =
            Pattern.compile("FREQ=(DAILY|WEEKLY|MONTHLY)(;(INTERVAL=[1-9][0-9]?|COUNT=[1-9][0-9]{0,3}"
                    + "|UNTIL=[0-9]{8}(T[0-9]{6})?|BYDAY=" + DAYS + "(," + DAYS + "){0,6}|BYMONTHDAY=" + DATES + "(,"
                    + DATES
                    + "){0,30}|BYSETPOS=-?[1-9]|WKST=" + DAY + "))*");
    private static final Pattern BY_MONTH = Pattern.compile("BYDAY=[^;]*[0-9]|BYMONTHDAY|BYSETPOS");
    private static final Pattern UNTIL =
            Pattern.compile(";UNTIL=([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2}))?");

    /** Null when nothing is wrong with it. */
    Outcome.@Nullable Invalid wrong(Instant now) {
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            return new Outcome.Invalid("timeZone", "Use a name of the time zone database, such as Europe/Berlin.");
        }
        if (!end.isAfter(start)) {
            return new Outcome.Invalid("end", "It must end after it begins.");
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            return new Outcome.Invalid("end", "It may last 31 days at most.");
        }
        if (start.isAfter(LocalDateTime.ofInstant(now.plus(FURTHEST), ZoneId.of(zone)))) {
            return new Outcome.Invalid("start", "It must begin within ten years.");
        }
        if (start.isBefore(LocalDateTime.ofInstant(now.minus(FURTHEST), ZoneId.of(zone)))) {
            return new Outcome.Invalid("start", "It must not have begun more than ten years ago.");
        }
        if (recurrence != null) {
            var rule = wrongRule();
            if (rule != null) {
                return new Outcome.Invalid("recurrence", rule);
            }
        }
        return from(now, 1).isEmpty() ? new Outcome.Invalid("end", "It must end in the future.") : null;
    }

    private @Nullable String wrongRule() {
        var rule = String.valueOf(recurrence);
        if (rule.length() > LONGEST_RULE || !RULE.matcher(rule).matches()) {
            return "Use a rule such as FREQ=WEEKLY;BYDAY=TU with FREQ=DAILY, WEEKLY or MONTHLY, and INTERVAL, BYDAY, "
                    + "BYMONTHDAY, BYSETPOS, COUNT or UNTIL.";
        }
        var names = Arrays.stream(rule.split(";", -1))
                .map(part -> part.substring(0, part.indexOf('=')))
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            return "Give each part once.";
        }
        if (names.contains("COUNT") && names.contains("UNTIL")) {
            return "Give COUNT or UNTIL, not both.";
        }
        if (!rule.startsWith("FREQ=MONTHLY") && BY_MONTH.matcher(rule).find()) {
            return "Days of the month can be chosen only with FREQ=MONTHLY.";
        }
        List<Occurrence> first;
        try {
            new RecurrenceRule(UNTIL.matcher(rule).replaceFirst(""));
            first = from(Instant.MIN, CHECKED);
        } catch (InvalidRecurrenceRuleException | DateTimeException unreadable) {
            return "This rule cannot be used: " + unreadable.getMessage() + ".";
        }
        if (first.isEmpty()) {
            return "No day fits this rule.";
        }
        for (int i = 1; i < first.size(); i++) {
            if (first.get(i).startsAt().isBefore(first.get(i - 1).endsAt())) {
                return "It would begin again before it has ended. Make it shorter, or rarer.";
            }
        }
        return null;
    }

    /** The first occurrences that end after that time, in order; fewer when there are no more. */
    List<Occurrence> from(Instant after, int limit) {
        if (recurrence == null) {
            var only = occurrence(start);
            return only.endsAt().isAfter(after) ? List.of(only) : List.of();
        }
        var until = until();
        var found = new ArrayList<Occurrence>(limit);
        try {
            var all = iterator(UNTIL.matcher(recurrence).replaceFirst(""));
            for (int step = 0; step < MOST_STEPS && found.size() < limit && all.hasNext(); step++) {
                var begins = local(all.nextDateTime());
                if (until != null && begins.isAfter(until)) {
                    break;
                }
                var one = occurrence(begins);
                if (one.endsAt().isAfter(after)) {
                    found.add(one);
                }
            }
        } catch (InvalidRecurrenceRuleException | IllegalStateException | IllegalArgumentException never) {
            // It is read before it is saved; the others are the library's way of saying that no further day fits.
            return found;
        }
        return found;
    }

    /** The occurrence that runs at that time, or comes next; null when there is none. */
    @Nullable
    Occurrence next(Instant now) {
        var found = from(now, 1);
        return found.isEmpty() ? null : found.getFirst();
    }

    private RecurrenceRuleIterator iterator(String rule) throws InvalidRecurrenceRuleException {
        return new RecurrenceRule(rule)
                .iterator(new DateTime(
                        start.getYear(),
                        start.getMonthValue() - 1,
                        start.getDayOfMonth(),
                        start.getHour(),
                        start.getMinute(),
                        start.getSecond()));
    }

    /** The last local time at which it may begin; a day counts whole. */
    private @Nullable LocalDateTime until() {
        var found = UNTIL.matcher(String.valueOf(recurrence));
        if (!found.find()) {
            return null;
        }
        boolean day = found.group(4) == null;
        return LocalDateTime.of(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)),
                day ? 23 : Integer.parseInt(found.group(4)),
                day ? 59 : Integer.parseInt(found.group(5)),
                day ? 59 : Integer.parseInt(found.group(6)));
    }

    private static LocalDateTime local(DateTime date) {
        return LocalDateTime.of(
                date.getYear(),
                date.getMonth() + 1,
                date.getDayOfMonth(),
                date.getHours(),
                date.getMinutes(),
                date.getSeconds());
    }

    private Occurrence occurrence(LocalDateTime begins) {
        var usual = Duration.between(start, end);
        var in = ZoneId.of(zone);
        var startsAt = begins.atZone(in).toInstant();
        var endsAt = begins.plus(usual).atZone(in).toInstant();
        return new Occurrence(startsAt, endsAt.isAfter(startsAt) ? endsAt : startsAt.plus(usual));
    }

    /** How often, in words: "once", "every Tuesday". */
    public String often() {
        if (recurrence == null) {
            return "once";
        }
        var day = start.getDayOfWeek().name().charAt(0)
                + start.getDayOfWeek().name().substring(1).toLowerCase(Locale.ROOT);
        if (recurrence.equals("FREQ=DAILY")) {
            return "every day";
        }
        if (recurrence.equals("FREQ=WEEKLY")) {
            return "every " + day;
        }
        return recurrence.equals("FREQ=MONTHLY") ? "on day " + start.getDayOfMonth() + " of each month" : recurrence;
    }

    Timetable truncated() {
        return new Timetable(
                start.truncatedTo(ChronoUnit.SECONDS), end.truncatedTo(ChronoUnit.SECONDS), zone, recurrence);
    }
}
