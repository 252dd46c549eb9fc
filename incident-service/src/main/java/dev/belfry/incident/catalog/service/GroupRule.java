package dev.belfry.incident.catalog.service;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts of a service share an incident, and for how long.
 *
 * @param fields what they have in common, when they are grouped by fields: names of labels, or title, severity, component, source
 * @param window for how long an incident takes in others; null while it is open
 * @param recurs how soon after an incident the next one of its group is the same thing again; zero for never
 */
public record GroupRule(
        Grouping by, List<String> fields, @Nullable Window window, Duration recurs) {
    public static final int MOST_FIELDS = 5;
    public static final int LONGEST_FIELD = 100;
    public static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    public static final Duration LONGEST_WINDOW = Duration.ofHours(24);
    public static final Duration USUAL_RECURRENCE = Duration.ofMinutes(10);
    public static final Duration LONGEST_RECURRENCE = Duration.ofHours(24);

    /**
     * A time in which alerts join.
     *
     * @param rolls whether each alert that joins begins it anew, up to a day in all; otherwise it counts from the first one
     */
    public record Window(boolean rolls, Duration length) {}

    public static GroupRule of(Grouping by) {
        return new GroupRule(by, List.of(), null, USUAL_RECURRENCE);
    }

    /** What is wrong with it; null when nothing is. */
    public Outcome.@Nullable Invalid problem() {
        if (by == Grouping.FIELDS && fields.isEmpty()) {
            return new Outcome.Invalid("groupFields", "Name at least one field, such as alertname.");
        }
        if (by != Grouping.FIELDS && !fields.isEmpty()) {
            return new Outcome.Invalid("groupFields", "Fields are named only when alerts are grouped by fields.");
        }
        if (fields.size() > MOST_FIELDS || fields.stream().distinct().count() < fields.size()) {
            return new Outcome.Invalid("groupFields", "Name at most " + MOST_FIELDS + " fields, each once.");
        }
        if (fields.stream().anyMatch(field -> field.isBlank() || field.length() > LONGEST_FIELD)) {
            return new Outcome.Invalid("groupFields", "The name of a field has 1 to " + LONGEST_FIELD + " characters.");
        }
        if (window != null
                && (window.length().compareTo(SHORTEST_WINDOW) < 0
                        || window.length().compareTo(LONGEST_WINDOW) > 0)) {
            return new Outcome.Invalid("groupWindow", "A window lasts between 1 minute and 24 hours.");
        }
        return recurs.isNegative() || recurs.compareTo(LONGEST_RECURRENCE) > 0
                ? new Outcome.Invalid("recurrence", "An incident recurs within at most 24 hours; 0 for never.")
                : null;
    }

    /** What alerts of one incident have in common, and for how long: "cluster and alertname within 5 min of the last". */
    public String inWords() {
        var what = switch (by) {
            case ALERT -> "key";
            case SERVICE -> "service";
            case FIELDS -> joined();
        };
        return window == null || by == Grouping.ALERT
                ? what
                : what + " within " + window.length().toMinutes() + " min of the "
                        + (window.rolls() ? "last" : "first");
    }

    private String joined() {
        return fields.size() < 2
                ? String.join("", fields)
                : String.join(", ", fields.subList(0, fields.size() - 1)) + " and " + fields.getLast();
    }
}
