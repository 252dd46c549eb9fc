package dev.belfry.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads RFC 3339 times as senders write them: with seconds or without, 0 to 9 digits of a fraction, {@code T} in any case or a space, and {@code Z}
 * or an offset with or without its colon. By hand, because every alert has one or two of them and a general formatter
 * takes longer than all the rest of an alert.
 */
final class Timestamps {
    private static final int WITHOUT_SECONDS = 16;
    private static final int DATE_AND_TIME = 19;
    private static final int MAX_OFFSET_HOURS = 18;

    private Timestamps() {}

    /** Null when the text is no such time. */
    static @Nullable Instant parse(String text) {
        int length = text.length();
        if (length < WITHOUT_SECONDS + 1
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || "Tt ".indexOf(text.charAt(10)) < 0
                || text.charAt(13) != ':') {
            return null;
        }
        boolean seconds = text.charAt(WITHOUT_SECONDS) == ':';
        if (seconds && length < DATE_AND_TIME + 1) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = seconds ? number(text, 17, 19) : 0;
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > days(year, month)) {
            return null;
        }
        // A leap second counts as the second before it, as java.time has none.
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return null;
        }
        int at = seconds ? DATE_AND_TIME : WITHOUT_SECONDS;
        int nanos = 0;
        if (seconds && text.charAt(at) == '.') {
            int digits = 0;
            for (at++; at < length && isDigit(text.charAt(at)) && digits < 9; at++) {
                nanos = nanos * 10 + (text.charAt(at) - '0');
                digits++;
            }
            if (digits == 0) {
                return null;
            }
            for (int i = digits; i < 9; i++) {
                nanos *= 10;
            }
        }
        int offset = offset(text, at);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        long since1970 = daysSince1970(year, month, day) * 86_400L
                + hour * 3_600L
                + minute * 60L
                + Math.min(second, 59)
                - offset;
        return Instant.ofEpochSecond(since1970, nanos);
    }

    /** Seconds east of Greenwich; the smallest number when the rest of the text is no offset. */
    private static int offset(String text, int at) {
        int rest = text.length() - at;
        if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        if (rest < 3 || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = switch (rest) {
            case 3 -> 0;
            case 5 -> number(text, at + 3, at + 5);
            case 6 -> text.charAt(at + 3) == ':' ? number(text, at + 4, at + 6) : -1;
            default -> -1;
        };
        if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return text.charAt(at) == '-' ? -seconds : seconds;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            default -> 31;
        };
    }

    /** Counts from March, so that the day that leap years have more comes last. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }
}
