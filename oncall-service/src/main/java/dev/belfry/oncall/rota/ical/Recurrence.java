package dev.belfry.oncall.rota.ical;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * The local times at which something comes again (RFC 5545 §3.3.10). Its end is compared here: programs write it as a day,
 * in UTC or locally whatever the start is, and the rule's own reader takes only what is written like the start.
 */
final class Recurrence implements Iterator<LocalDateTime> {
    private static final Pattern UNTIL = Pattern.compile(";?\\bUNTIL=([^;]*)", Pattern.CASE_INSENSITIVE);
    private static final String IN_VAIN = "no day, or no further one, is in this rule";
    private static final FileZones NO_ZONES = new FileZones(List.of(), Instant.EPOCH);

    private final RecurrenceRuleIterator all;
    private final ContentLine line;
    private final Budget budget;
    private final @Nullable LocalDateTime until;
    private @Nullable LocalDateTime next;

    /** How many steps the rules of a file may still take: one of seconds would never be through. */
    static final class Budget {
        private static final int STEPS = 2_000_000;
        private int left = STEPS;

        private void take(ContentLine line) {
            if (left-- == 0) {
                throw line.wrong("the recurrence rules take more than " + STEPS + " steps");
            }
        }
    }

    private Recurrence(RecurrenceRuleIterator all, @Nullable LocalDateTime until, ContentLine line, Budget budget) {
        this.all = all;
        this.line = line;
        this.until = until;
        this.budget = budget;
        step();
    }

    /**
     * @param zone in which the start is local
     * @throws IllegalArgumentException when the rule cannot be read
     */
    static Recurrence of(ContentLine line, LocalDateTime start, ZoneRules zone, Budget budget) {
        String wrong = RuleParts.wrong(line.value());
        if (wrong != null) {
            throw line.wrong(wrong);
        }
        Matcher found = UNTIL.matcher(line.value());
        LocalDateTime until = found.find() ? until(line, found.group(1), zone) : null;
        String rule = found.reset().replaceAll("").replaceFirst("^;", "").strip();
        return new Recurrence(iterator(line, rule, start), until, line, budget);
    }

    private static RecurrenceRuleIterator iterator(ContentLine line, String rule, LocalDateTime start) {
        try {
            return new RecurrenceRule(rule)
                    .iterator(new DateTime(
                            start.getYear(),
                            start.getMonthValue() - 1,
                            start.getDayOfMonth(),
                            start.getHour(),
                            start.getMinute(),
                            start.getSecond()));
        } catch (InvalidRecurrenceRuleException unreadable) {
            throw line.wrong("this is not a recurrence rule: " + unreadable.getMessage());
        } catch (IllegalStateException | IllegalArgumentException never) {
            throw line.wrong(IN_VAIN);
        }
    }

    /** The last local time at which the rule may hold; a day counts whole. */
    private static LocalDateTime until(ContentLine line, String text, ZoneRules zone) {
        // UNTIL has no zone of its own: without a Z it is local.
        ContentLine bare = new ContentLine(line.name(), Map.of(), text, line.number());
        Moment moment = Moment.of(bare, text, NO_ZONES);
        if (moment.day()) {
            return moment.local().plusDays(1).minusSeconds(1);
        }
        Instant instant = moment.local().toInstant(ZoneOffset.UTC);
        return moment.rules() == null ? moment.local() : LocalDateTime.ofInstant(instant, zone.getOffset(instant));
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public LocalDateTime next() {
        LocalDateTime given = next;
        if (given == null) {
            throw new NoSuchElementException("the rule is through");
        }
        step();
        return given;
    }

    /** Null at the end. The library's reader gives up where a rule looks for its next day in vain. */
    private @Nullable DateTime date() {
        try {
            return all.hasNext() ? all.nextDateTime() : null;
        } catch (IllegalStateException | IllegalArgumentException never) {
            throw line.wrong(IN_VAIN);
        }
    }

    private void step() {
        next = null;
        DateTime date = date();
        if (date != null) {
            budget.take(line);
            LocalDateTime local = LocalDateTime.of(
                    date.getYear(),
                    date.getMonth() + 1,
                    date.getDayOfMonth(),
                    date.getHours(),
                    date.getMinutes(),
                    date.getSeconds());
            next = until != null && local.isAfter(until) ? null : local;
        }
    }
}
