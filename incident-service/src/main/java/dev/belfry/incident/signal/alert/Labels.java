package dev.belfry.incident.signal.alert;

import dev.belfry.contracts.alert.AlertSeverity;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What silences match and what the Alertmanager API shows: the exact labels of an alert that came with labels, and for
 * any other what its sender said, under names of its own.
 */
public final class Labels {
    private static final int LONGEST_NAME = 100;

    private Labels() {}

    /**
     * The labels of an alert, in the order of their names.
     *
     * @param labels as they came; null when its format has none
     * @param integration the name of the door it came through; null when that is gone
     * @param service the name of the service it is about
     */
    public static Map<String, String> of(
            @Nullable Map<String, String> labels,
            String summary,
            AlertSeverity severity,
            @Nullable String source,
            @Nullable String component,
            String dedupKey,
            @Nullable String integration,
            String service,
            Map<String, String> details) {
        if (labels != null && !labels.isEmpty()) {
            return new TreeMap<>(labels);
        }
        var made = new TreeMap<>(details);
        made.put("alertname", start(summary));
        made.put("summary", summary);
        made.put("severity", severity.name().toLowerCase(Locale.ROOT));
        made.put("dedup_key", dedupKey);
        made.put("service", service);
        put(made, "source", source);
        put(made, "component", component);
        put(made, "integration", integration);
        return made;
    }

    private static void put(Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }

    /** A name is short; it never ends with half a surrogate pair. */
    private static String start(String summary) {
        if (summary.length() <= LONGEST_NAME) {
            return summary;
        }
        var end = Character.isHighSurrogate(summary.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
        return summary.substring(0, end);
    }
}
