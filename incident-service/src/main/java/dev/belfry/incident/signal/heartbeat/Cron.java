package dev.belfry.incident.signal.heartbeat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a crontab line of five fields runs, in a time zone.
 *
 * <p>The fields are those of crontab(5): lists, ranges, steps, names of months and days, 0 and 7 for Sunday; when both the
 * day of the month and the day of the week are restricted, either will do. Where clocks change by up to three hours,
 * Debian's cron is followed: a job at a fixed time that is skipped runs right after the change, one whose time comes twice
 * runs the first time only, and a job with {@code *} in its minute or hour simply follows the clock on the wall. A larger
 * change is a correction: every job follows the clock.
 */
final class Cron {
    private static final int LONGEST = 200;
    /** Leap days are up to eight years apart. */
    private static final int MOST_DAYS = 8 * 366 + 1;
    /** A change of the clocks by more than this is a correction. */
    private static final Duration CORRECTION = Duration.ofHours(3);

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern ITEM = Pattern.compile("(\\*|[0-9a-z]+(?:-[0-9a-z]+)?)(?:/(\\d{1,4}))?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;
    private final boolean followsTheClock;

    private Cron(List<String> fields) {
        minutes = field("minute", fields.get(0), 0, 59, List.of(), 0);
        hours = field("hour", fields.get(1), 0, 23, List.of(), 0);
        daysOfMonth = field("day of the month", fields.get(2), 1, 31, List.of(), 0);
        months = field("month", fields.get(3), 1, 12, MONTHS, 1);
        daysOfWeek = field("day of the week", fields.get(4), 0, 7, DAYS, 0);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        eitherDay = !fields.get(2).startsWith("*") && !fields.get(4).startsWith("*");
        followsTheClock = fields.get(0).startsWith("*") || fields.get(1).startsWith("*");
    }

    /** @throws IllegalArgumentException with words for the one who wrote it */
    static Cron parse(String text) {
        var line = text.strip().toLowerCase(Locale.ROOT);
        var fields = List.of(BLANKS.split(line, -1));
        if (line.length() > LONGEST || fields.size() != 5) {
            throw new IllegalArgumentException(
                    "A schedule has five fields: minute, hour, day of the month, month, day of the week.");
        }
        return new Cron(fields);
    }

    /** The first run after this moment; empty when there is none, as on a 30 February. */
    Optional<Instant> next(Instant after, ZoneId zone) {
        var rules = zone.getRules();
        var offset = rules.getOffset(after);
        var from = LocalDateTime.ofInstant(after, offset)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        var last = from.plusDays(MOST_DAYS);
        var begun = rules.previousTransition(after.plusNanos(1));
        var change = rules.nextTransition(after);
        while (true) {
            if (begun != null && begun.isOverlap() && minds(begun) && from.isBefore(begun.getDateTimeBefore())) {
                from = begun.getDateTimeBefore();
            }
            var until = change == null || last.isBefore(change.getDateTimeBefore()) ? last : change.getDateTimeBefore();
            var run = first(from, until);
            if (run.isPresent()) {
                return Optional.of(run.get().toInstant(offset));
            }
            if (change == null || until.equals(last)) {
                return Optional.empty();
            }
            if (change.isGap()
                    && minds(change)
                    && first(change.getDateTimeBefore(), change.getDateTimeAfter())
                            .isPresent()) {
                return Optional.of(change.getInstant());
            }
            begun = change;
            offset = change.getOffsetAfter();
            from = change.getDateTimeAfter();
            change = rules.nextTransition(change.getInstant());
        }
    }

    /** Whether this change of the clocks calls for special care: not for a correction, nor for jobs that follow the clock. */
    private boolean minds(ZoneOffsetTransition change) {
        return !followsTheClock && change.getDuration().abs().compareTo(CORRECTION) <= 0;
    }

    /** The first time on the wall in {@code [from, until)} that the line names. */
    private Optional<LocalDateTime> first(LocalDateTime from, LocalDateTime until) {
        for (var day = from.toLocalDate(); !day.isAfter(until.toLocalDate()); day = day.plusDays(1)) {
            if (!matches(day)) {
                continue;
            }
            for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
                for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                    var wall = day.atTime(hour, minute);
                    if (!wall.isBefore(from)) {
                        return wall.isBefore(until) ? Optional.of(wall) : Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it runs on that day at all. */
    private boolean matches(LocalDate day) {
        if (!months.get(day.getMonthValue())) {
            return false;
        }
        var ofMonth = daysOfMonth.get(day.getDayOfMonth());
        var weekday =
                day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : day.getDayOfWeek().getValue();
        var ofWeek = daysOfWeek.get(weekday);
        return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private static BitSet field(String name, String text, int least, int most, List<String> words, int firstWord) {
        var set = new BitSet(most + 1);
        for (var item : text.split(",", -1)) {
            var parts = ITEM.matcher(item);
            if (!parts.matches()) {
                throw new IllegalArgumentException("The " + name + " of a schedule cannot be \"" + text + "\".");
            }
            var range = parts.group(1);
            var step = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
            int dash = range.indexOf('-');
            int from =
                    range.equals("*") ? least : number(dash < 0 ? range : range.substring(0, dash), words, firstWord);
            // "5/15" runs from 5 to the end, as in Vixie's cron.
            int to = range.equals("*") || (dash < 0 && parts.group(2) != null)
                    ? most
                    : dash < 0 ? from : number(range.substring(dash + 1), words, firstWord);
            if (from < least || to > most || from > to || step < 1) {
                throw new IllegalArgumentException("The " + name + " of a schedule cannot be \"" + text
                        + "\": it goes from " + least + " to " + most + ".");
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, List<String> words, int firstWord) {
        int word = words.indexOf(text);
        if (word >= 0) {
            return word + firstWord;
        }
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }
}
