package dev.belfry.notifier.channel;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes text fit for one line, for HTML, and for people who must not see an address. */
public final class Text {
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private Text() {}

    /** One line without control characters, cut between code points to at most {@code max} UTF-16 units. */
    public static String line(String text, int max) {
        var line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .replaceAll("[\\u202a-\\u202e\\u2066-\\u2069]", "")
                .strip();
        if (line.length() <= max) {
            return line;
        }
        int end = Math.max(0, max - 1);
        if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }

    /** A moment as the person reads the clock, and in UTC beside it where that differs. */
    public static String time(Instant at, ZoneId zone) {
        var there = at.atZone(zone);
        return there.getOffset().equals(ZoneOffset.UTC)
                ? WHOLE.format(there) + " UTC"
                : WHOLE.format(there) + " " + zone.getId() + " (" + CLOCK.format(at.atZone(ZoneOffset.UTC)) + " UTC)";
    }

    public static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** What a provider said, without the addresses in it: it goes to places where addresses do not belong. */
    public static String withoutAddresses(String text) {
        return line(text.replaceAll("[^\\s<>()\\[\\]:,;\"']+@[^\\s<>()\\[\\]:,;\"']+", "(address)"), 200);
    }
}
