package dev.belfry.incident.incident.response;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says the times in a sentence as its reader's clock does: timelines are kept in UTC, for whoever reads them. */
public final class LocalWords {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?Z");

    private LocalWords() {}

    /** @param clock how a time is said */
    public static String of(String text, Function<Instant, String> clock) {
        return TIME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(said(found.group(), clock)));
    }

    private static String said(String written, Function<Instant, String> clock) {
        try {
            return clock.apply(Instant.parse(written));
        } catch (DateTimeException noTime) {
            return written;
        }
    }
}
