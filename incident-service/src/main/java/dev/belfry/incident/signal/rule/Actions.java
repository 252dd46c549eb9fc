package dev.belfry.incident.signal.rule;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Urgency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does with the alerts that meet its condition. What is absent is left alone.
 *
 * @param extract comes first, so that the others can use what was found
 * @param title may name labels, as in {@code Disk full on {{host}}}
 * @param labels are set; an empty text removes one
 * @param route the service it is about from here on
 * @param priority P1 to P5, of the alert and of the incident that it opens
 * @param urgency of the incident that it opens; an alert of which no rule says low makes it high
 * @param pauseSeconds how long it may resolve by itself before it pages; critical alerts page at once
 */
public record Actions(
        @Nullable List<Extraction> extract,
        @Nullable AlertSeverity severity,
        @Nullable String title,
        @Nullable String description,
        @Nullable String source,
        @Nullable String component,
        @Nullable Map<String, String> labels,
        @Nullable UUID route,
        boolean suppress,
        @Nullable Integer pauseSeconds,
        @Nullable Threshold threshold,
        @Nullable String priority,
        @Nullable Urgency urgency) {
    static final int SHORTEST_PAUSE = 120;
    static final int LONGEST_PAUSE = 900;
    static final int MOST_LABELS = 20;
    static final int MOST_EXTRACTIONS = 5;

    /**
     * Named groups of a regular expression become labels: {@code (?P<host>db[0-9]+)}.
     *
     * @param field where it is looked for
     */
    public record Extraction(
            Condition.Field field, @Nullable String label, String pattern) {}

    /** Pages only when the alert has fired so often within so many minutes. */
    public record Threshold(int times, int minutes) {
        static final int MOST_TIMES = 100;
        static final int MOST_MINUTES = 1_440;
    }

    /** Those of a rule that says nothing of priority and urgency. */
    public Actions(
            @Nullable List<Extraction> extract,
            @Nullable AlertSeverity severity,
            @Nullable String title,
            @Nullable String description,
            @Nullable String source,
            @Nullable String component,
            @Nullable Map<String, String> labels,
            @Nullable UUID route,
            boolean suppress,
            @Nullable Integer pauseSeconds,
            @Nullable Threshold threshold) {
        this(
                extract,
                severity,
                title,
                description,
                source,
                component,
                labels,
                route,
                suppress,
                pauseSeconds,
                threshold,
                null,
                null);
    }

    /** Whether there is anything to do. */
    boolean nothing() {
        return (extract == null || extract.isEmpty())
                && severity == null
                && title == null
                && description == null
                && source == null
                && component == null
                && (labels == null || labels.isEmpty())
                && route == null
                && !suppress
                && pauseSeconds == null
                && threshold == null
                && priority == null
                && urgency == null;
    }
}
