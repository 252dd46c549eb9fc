package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A window of the week as it is written in JSON: {@code 24:00} is the end of the day; without times it is the whole day. */
public record RestrictionDraft(
        List<DayOfWeek> days,
        @Nullable String from,
        @Nullable String to) {
    public static RestrictionDraft of(Restriction restriction) {
        return new RestrictionDraft(restriction.days(), text(restriction.from()), text(restriction.to()));
    }

    void check(String pointer, List<Answer.Bad> bad) {
        int start = seconds(from, 0);
        int end = seconds(to, Restriction.DAY);
        if (start < 0 || start == Restriction.DAY) {
            bad.add(new Answer.Bad(pointer + "/from", "this is not a time of day such as 09:00"));
        } else if (end < 0) {
            bad.add(new Answer.Bad(pointer + "/to", "this is not a time of day such as 17:00 or 24:00"));
        } else if (start == end) {
            bad.add(new Answer.Bad(pointer + "/to", "this window has no length; 00:00 to 24:00 is the whole day"));
        }
    }

    Restriction restriction() {
        return new Restriction(
                days.stream().distinct().sorted().toList(), seconds(from, 0), seconds(to, Restriction.DAY));
    }

    /** Seconds of the day, or -1. */
    private static int seconds(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (text.equals("24:00")) {
            return Restriction.DAY;
        }
        try {
            return LocalTime.parse(text).toSecondOfDay();
        } catch (DateTimeException unreadable) {
            return -1;
        }
    }

    private static String text(int seconds) {
        return seconds == Restriction.DAY
                ? "24:00"
                : LocalTime.ofSecondOfDay(seconds).toString();
    }
}
