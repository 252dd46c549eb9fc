package dev.belfry.incident.compat.alertmanager;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as Alertmanager writes them: UTC, exactly three digits of a second. */
final class Times {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String text(Instant at) {
        return MILLIS.format(at);
    }

    /** @throws IllegalArgumentException in the words of the framework */
    static Instant read(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "parsing time \"" + text + "\" as \"2006-01-02T15:04:05.000Z\": cannot parse it", wrong);
        }
    }
}
