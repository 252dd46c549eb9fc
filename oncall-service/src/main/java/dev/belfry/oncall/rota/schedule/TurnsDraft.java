package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.ical.RuleParts;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.jspecify.annotations.Nullable;

/** When the turns of a layer begin, as it is written in JSON: a unit with {@code every} or {@code lengths}, or recurrence rules. */
public record TurnsDraft(
        @Nullable RotationUnit unit,
        @Nullable Integer every,
        @Nullable List<Integer> lengths,
        String start,
        @Nullable Integer shiftsPerMember,
        @Nullable Boolean wallAligned,
        @Nullable List<String> rules,
        @Nullable List<String> dates,
        @Nullable List<String> exceptDates) {
    private static final int RULES_BEGIN = 2000;
    /** A rule that has no end, or one in the schedule's own time. */
    private static final Pattern LOCAL_END =
            Pattern.compile("(?!.*UNTIL=).*|.*UNTIL=\\d{8}T\\d{6}(;.*)?", Pattern.CASE_INSENSITIVE);

    static TurnsDraft of(Rotation rotation) {
        RecurrenceRules rules = rotation.rules();
        boolean ruled = !rules.isEmpty();
        boolean even = rotation.lengths().size() == 1;
        return new TurnsDraft(
                ruled ? null : rotation.unit(),
                ruled || !even ? null : rotation.lengths().getFirst(),
                ruled || even ? null : rotation.lengths(),
                rotation.start().toString(),
                rotation.shiftsPerMember() == 1 ? null : rotation.shiftsPerMember(),
                rotation.wallAligned() ? true : null,
                ruled ? rules.rules() : null,
                ruled ? texts(rules.added()) : null,
                ruled ? texts(rules.left()) : null);
    }

    private static @Nullable List<String> texts(List<LocalDateTime> dates) {
        return dates.isEmpty()
                ? null
                : dates.stream().map(LocalDateTime::toString).toList();
    }

    void check(String pointer, List<Answer.Bad> bad) {
        LocalText.check(start, pointer + "/start", bad);
        if (rules == null || rules.isEmpty()) {
            if (unit == null) {
                bad.add(new Answer.Bad(pointer + "/unit", "say a unit, or recurrence rules"));
            }
            if (every != null && lengths != null) {
                bad.add(new Answer.Bad(pointer + "/lengths", "say every or lengths, not both"));
            }
            return;
        }
        if (unit != null || every != null || lengths != null) {
            bad.add(new Answer.Bad(pointer + "/unit", "say a unit, or recurrence rules, not both"));
        }
        checkDates(dates, pointer + "/dates/", bad);
        checkDates(exceptDates, pointer + "/exceptDates/", bad);
        LocalDateTime begin = LocalText.read(start);
        for (int i = 0; i < rules.size() && begin != null; i++) {
            String wrong = wrong(rules.get(i), begin);
            if (wrong != null) {
                bad.add(new Answer.Bad(pointer + "/rules/" + i, wrong));
            }
        }
        if (begin != null && begin.getYear() < RULES_BEGIN) {
            bad.add(new Answer.Bad(
                    pointer + "/start", "recurrence rules are counted from their start: not before " + RULES_BEGIN));
        }
    }

    private static void checkDates(@Nullable List<String> dates, String pointer, List<Answer.Bad> bad) {
        for (int i = 0; dates != null && i < dates.size(); i++) {
            LocalText.check(dates.get(i), pointer + i, bad);
        }
    }

    private static @Nullable String wrong(String rule, LocalDateTime start) {
        String part = RuleParts.wrong(rule);
        if (part != null) {
            return part;
        }
        if (!LOCAL_END.matcher(rule).matches()) {
            return "the part UNTIL is written as a local time, such as UNTIL=20261231T235959";
        }
        try {
            RecurrenceRule parsed = RuleTurns.parse(rule);
            if (parsed.getFreq() == Freq.HOURLY
                    || parsed.getFreq() == Freq.MINUTELY
                    || parsed.getFreq() == Freq.SECONDLY
                    || parsed.hasPart(RecurrenceRule.Part.BYHOUR)
                    || parsed.hasPart(RecurrenceRule.Part.BYMINUTE)
                    || parsed.hasPart(RecurrenceRule.Part.BYSECOND)) {
                return "a rule begins a turn a day at most; use the unit hourly for shorter ones";
            }
            var occurrences = new RuleTurns.Occurrences(rule, start);
            for (int i = 0; i < 3 && occurrences.hasNext(); i++) {
                occurrences.next();
            }
            return occurrences.inVain() ? "no day, or no further one, is in this rule" : null;
        } catch (IllegalArgumentException unreadable) {
            return "this is not a recurrence rule such as FREQ=WEEKLY;BYDAY=MO,TH: " + unreadable.getMessage();
        }
    }

    Rotation rotation() {
        List<Integer> pattern = lengths != null ? lengths : List.of(every == null ? 1 : every);
        return new Rotation(
                unit == null ? RotationUnit.DAILY : unit,
                pattern,
                LocalText.sure(start),
                shiftsPerMember == null ? 1 : shiftsPerMember,
                Boolean.TRUE.equals(wallAligned),
                rules == null || rules.isEmpty()
                        ? RecurrenceRules.NONE
                        : new RecurrenceRules(rules, dates(dates), dates(exceptDates)));
    }

    private static List<LocalDateTime> dates(@Nullable List<String> texts) {
        List<LocalDateTime> dates = new ArrayList<>();
        if (texts != null) {
            texts.forEach(text -> dates.add(LocalText.sure(text)));
        }
        return dates;
    }
}
