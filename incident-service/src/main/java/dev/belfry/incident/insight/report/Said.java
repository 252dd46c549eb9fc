package dev.belfry.incident.insight.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures in words. */
public final class Said {
    private Said() {}

    /** "48 s", "3 m 48 s", "36 m", "2 h 5 m", "3 d 4 h"; "–" for null. */
    public static String time(@Nullable Integer seconds) {
        if (seconds == null) {
            return "–";
        }
        int minutes = seconds / 60;
        int hours = minutes / 60;
        if (minutes < 1) {
            return seconds + " s";
        }
        if (minutes < 10) {
            return minutes + " m" + rest(seconds % 60, " s");
        }
        if (hours < 1) {
            return minutes + " m";
        }
        return hours < 24 ? hours + " h" + rest(minutes % 60, " m") : hours / 24 + " d" + rest(hours % 24, " h");
    }

    private static String rest(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
