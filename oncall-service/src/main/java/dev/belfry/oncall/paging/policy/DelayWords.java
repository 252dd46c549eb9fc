package dev.belfry.oncall.paging.policy;

import java.time.Duration;

/** Durations as people read them: {@code 4 m 12 s}. */
public final class DelayWords {
    private DelayWords() {}

    public static String of(Duration duration) {
        StringBuilder words = new StringBuilder();
        add(words, duration.toDaysPart(), "d");
        add(words, duration.toHoursPart(), "h");
        add(words, duration.toMinutesPart(), "m");
        add(words, duration.toSecondsPart(), "s");
        return words.isEmpty() ? "0 s" : words.toString();
    }

    private static void add(StringBuilder words, long count, String unit) {
        if (count > 0) {
            words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
        }
    }
}
