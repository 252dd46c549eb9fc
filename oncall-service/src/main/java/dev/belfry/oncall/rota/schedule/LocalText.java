package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Local dates and times as they are written in JSON: without an offset, since the schedule's zone gives it. */
final class LocalText {
    private LocalText() {}

    /** Null for no text, and for one that {@link #check} refuses. */
    static @Nullable LocalDateTime read(@Nullable String text) {
        try {
            LocalDateTime read = text == null ? null : LocalDateTime.parse(text);
            return read != null && isMeant(read) ? read : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static boolean isMeant(LocalDateTime local) {
        return local.getYear() >= 1970
                && local.getYear() <= 2200
                && local.equals(local.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Only for text that was checked. */
    static LocalDateTime sure(String text) {
        LocalDateTime read = read(text);
        if (read == null) {
            throw new IllegalStateException("the draft was not checked");
        }
        return read;
    }

    static @Nullable String write(@Nullable LocalDateTime local) {
        return local == null ? null : local.toString();
    }

    static void check(@Nullable String text, String pointer, List<Answer.Bad> bad) {
        if (text != null && read(text) == null) {
            bad.add(new Answer.Bad(pointer, "this is not a local date and time such as 2026-01-05T09:00"));
        }
    }

    /** Refuses an end that is not after its start. */
    static void order(@Nullable String from, @Nullable String until, String pointer, List<Answer.Bad> bad) {
        LocalDateTime start = read(from);
        LocalDateTime end = read(until);
        if (start != null && end != null && !end.isAfter(start)) {
            bad.add(new Answer.Bad(pointer, "this is not after the start"));
        }
    }
}
