package dev.belfry.incident.signal.heartbeat;

import java.time.Duration;
import java.util.Locale;

/**
 * A heartbeat as the console shows it.
 *
 * @param service the name of its service
 * @param url where it is pinged
 * @param example what to paste into a job
 */
public record HeartbeatCard(Heartbeat heartbeat, HeartbeatState state, String service, String url, String example) {

    /** Its state in a word. */
    public String word() {
        return switch (state) {
            case NEW -> "New: waits for its first ping";
            case STARTED -> "Started";
            case UP -> "Up";
            case LATE -> "Late";
            case DOWN -> "Down";
            case PAUSED -> "Paused";
        };
    }

    /** The console's sign and colour that are nearest to its state. */
    public String sign() {
        return switch (state) {
            case UP -> "resolved";
            case DOWN -> "triggered";
            case LATE, STARTED -> "acknowledged";
            case NEW, PAUSED -> "snoozed";
        };
    }

    /** When it is expected, in words. */
    public String rhythm() {
        var rhythm = heartbeat.plan().rhythm();
        var grace = ", " + words(heartbeat.plan().grace()) + " late at most";
        if (rhythm.period() != null) {
            return "every " + words(rhythm.period()) + grace;
        }
        return rhythm.cron() + " (" + rhythm.zone() + ")" + grace;
    }

    /** A duration as people say it: "1 d 2 h", "30 s". */
    static String words(Duration duration) {
        var words = new StringBuilder();
        add(words, duration.toDays(), "d");
        add(words, duration.toHoursPart(), "h");
        add(words, duration.toMinutesPart(), "min");
        add(words, duration.toSecondsPart(), "s");
        return words.isEmpty() ? "0 s" : words.toString().strip().toLowerCase(Locale.ROOT);
    }

    private static void add(StringBuilder words, long count, String unit) {
        if (count > 0) {
            words.append(count).append(' ').append(unit).append(' ');
        }
    }
}
