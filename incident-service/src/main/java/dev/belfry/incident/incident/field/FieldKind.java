package dev.belfry.incident.incident.field;

import dev.belfry.incident.incident.link.IncidentLink;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sort of value a field takes. */
public enum FieldKind {
    TEXT,
    NUMBER,
    CHOICE,
    DATE,
    LINK,
    YES_NO;

    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_NUMBER = 30;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people choose it. */
    public String inWords() {
        return switch (this) {
            case TEXT -> "Text";
            case NUMBER -> "Number";
            case CHOICE -> "One of a list";
            case DATE -> "Date";
            case LINK -> "Link";
            case YES_NO -> "Yes or no";
        };
    }

    /** What is wrong with a value; null when nothing is. */
    @Nullable
    String problem(String value, List<String> options) {
        return switch (this) {
            case TEXT -> value.length() <= LONGEST_TEXT ? null : "Write " + LONGEST_TEXT + " characters at most.";
            case NUMBER -> isNumber(value) ? null : "Give a number such as 12 or 0.5.";
            case CHOICE -> options.contains(value) ? null : "Choose one of: " + String.join(", ", options) + ".";
            case DATE -> isDay(value) ? null : "Give a day such as 2026-12-24.";
            case LINK -> IncidentLink.leadsSomewhere(value) ? null : "Give an address that begins with https://.";
            case YES_NO -> value.equals("yes") || value.equals("no") ? null : "Say yes or no.";
        };
    }

    private static boolean isNumber(String value) {
        if (value.length() > LONGEST_NUMBER || !value.matches("-?\\d+(\\.\\d+)?")) {
            return false;
        }
        return new BigDecimal(value).precision() <= LONGEST_NUMBER;
    }

    private static boolean isDay(String value) {
        try {
            var year = LocalDate.parse(value).getYear();
            return year >= 1970 && year <= 9_999;
        } catch (DateTimeException none) {
            return false;
        }
    }
}
