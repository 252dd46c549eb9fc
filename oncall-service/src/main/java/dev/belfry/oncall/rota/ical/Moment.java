package dev.belfry.oncall.rota.ical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time as a calendar writes it (RFC 5545 §3.3.4 and §3.3.5).
 *
 * @param day whether it is a whole day
 * @param rules those of its zone; null for a day and for a time that floats, which count where the reader is
 */
record Moment(LocalDateTime local, boolean day, @Nullable ZoneRules rules) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    /** @throws IllegalArgumentException when it is no time */
    static Moment of(ContentLine line, String value, FileZones zones) {
        String text = value.strip();
        try {
            if (text.length() == 8) {
                return new Moment(LocalDate.parse(text, DAY).atStartOfDay(), true, null);
            }
            if (text.endsWith("Z")) {
                LocalDateTime local = LocalDateTime.parse(text.substring(0, text.length() - 1), TIME);
                return new Moment(local, false, ZoneOffset.UTC.getRules());
            }
            return new Moment(LocalDateTime.parse(text, TIME), false, zones.rules(line));
        } catch (DateTimeException unreadable) {
            throw line.wrong("this is not a time such as 20260105T090000Z");
        }
    }

    Instant instant(ZoneRules reader) {
        return instant(local, rules == null ? reader : rules);
    }

    /** A skipped time counts with the offset before the gap, a repeated one is its first occurrence (§3.3.5). */
    static Instant instant(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition transition = rules.getTransition(local);
        return local.toInstant(transition == null ? rules.getOffset(local) : transition.getOffsetBefore());
    }
}
