package dev.belfry.contracts.incident;

import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What whoever is paged has to see of the alert that opened an incident, cut to what fits into a message.
 *
 * @param details the labels first where the alert has any, then the other details
 */
public record AlertBrief(
        @Nullable String source,
        @Nullable String component,
        @Nullable String description,
        Map<String, String> details,
        List<AlertLink> links) {
    private static final int MOST_DETAILS = 12;
    private static final int MOST_LINKS = 5;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_VALUE = 300;
    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_URL = 800;

    public static AlertBrief of(AlertSignal signal) {
        var details = new LinkedHashMap<String, String>();
        var labels = signal.labels();
        if (labels != null) {
            take(details, labels, signal.summary());
        }
        take(details, signal.details(), signal.summary());
        return new AlertBrief(
                cut(signal.source(), LONGEST_VALUE),
                cut(signal.component(), LONGEST_VALUE),
                cut(signal.description(), LONGEST_TEXT),
                details,
                signal.links().stream()
                        .filter(link -> link.href().length() <= LONGEST_URL)
                        .limit(MOST_LINKS)
                        .map(link -> new AlertLink(link.href(), cut(link.text(), LONGEST_VALUE)))
                        .toList());
    }

    /** Of an alert of which only its labels are known any more. */
    public static AlertBrief of(Map<String, String> labels, String summary) {
        var details = new LinkedHashMap<String, String>();
        take(details, labels, summary);
        return new AlertBrief(null, null, null, details, List.of());
    }

    /** The title says the summary already. */
    private static void take(Map<String, String> into, Map<String, String> from, String summary) {
        from.forEach((name, value) -> {
            if (into.size() < MOST_DETAILS
                    && !name.isBlank()
                    && name.length() <= LONGEST_NAME
                    && !value.isBlank()
                    && !value.equals(summary)) {
                into.putIfAbsent(name, cut(value, LONGEST_VALUE));
            }
        });
    }

    private static @Nullable String cut(@Nullable String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
