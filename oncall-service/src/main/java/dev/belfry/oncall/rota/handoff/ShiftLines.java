package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.rota.schedule.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Shifts in the text of a notice, one a line.
 *
 * @param to until when they were read
 * @param beyond what is said of the end of one that goes on after it
 */
record ShiftLines(DateTimeFormatter time, Instant to, String beyond) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("EEE d MMM HH:mm O", Locale.ENGLISH);
    private static final int MOST = 30;

    static ShiftLines ofTwoWeeks(Instant to) {
        return new ShiftLines(LOCAL, to, "later than these two weeks");
    }

    /** Each time with its offset: the clock may show the same before and after. */
    static ShiftLines withOffset(Instant to) {
        return new ShiftLines(OFFSET, to, "later");
    }

    void add(StringBuilder text, String title, List<Span> spans, ZoneId zone) {
        if (spans.isEmpty()) {
            return;
        }
        text.append("\n").append(title).append("\n");
        spans.stream()
                .limit(MOST)
                .forEach(span -> text.append(write(span.from(), zone))
                        .append(" to ")
                        .append(span.to().equals(to) ? beyond : write(span.to(), zone))
                        .append("\n"));
        if (spans.size() > MOST) {
            text.append("and ").append(spans.size() - MOST).append(" more\n");
        }
    }

    String write(Instant at, ZoneId zone) {
        return time.format(at.atZone(zone)).replace("GMT", "UTC");
    }
}
