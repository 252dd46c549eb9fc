package dev.belfry.platform.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as people and programs write them: RFC 3339, always with an offset. */
public final class Instants {
    /** What to say of a text that is no such time. */
    public static final String WANTED = "must be a time with its offset, such as 2026-01-05T09:00:00Z";

    /** RFC 3339 knows years of four digits only. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Instants() {}

    /**
     * Reads a time in microseconds, which is what PostgreSQL keeps: a time that is later here is later there. A plus that
     * became a blank on its way through an address is a plus.
     *
     * @return null when the text is no time with an offset
     */
    public static @Nullable Instant read(String text) {
        try {
            var time = Instant.parse(text.replace(' ', '+')).truncatedTo(ChronoUnit.MICROS);
            return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
