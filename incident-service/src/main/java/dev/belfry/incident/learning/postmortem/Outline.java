package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.response.LocalWords;
import dev.belfry.incident.incident.timeline.TimelineEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the outline of a new postmortem with what is known of its incident. */
public final class Outline {
    /** What a postmortem begins with when nobody has written another outline. */
    public static final String USUAL = """
            ## Summary

            What happened, to whom, and how it ended: two or three sentences that somebody outside the team understands.

            ## Impact

            | Figure | Value |
            |---|---|
            | Duration | {duration} |
            | Until somebody had it | {acknowledged} |
            | Severity | {severity} |
            | Alerts | {alerts} |
            | Pages | {pages} |

            Who noticed, and what could they not do?

            ## Timeline

            {timeline}

            ## Contributing factors

            1. What made it possible? Ask how the system allowed it, not who did it.

            ## What went well

            ## What could have gone better

            ## What we learned
            """;

    /** Lines that tell the story; pages and ticked tasks do not. */
    static final Set<String> KEY = Set.of(
            "triggered",
            "acknowledged",
            "unacknowledged",
            "resolved",
            "reopened",
            "severity_changed",
            "note_added",
            "update_sent",
            "role_assigned",
            "link_added",
            "alert_added");

    private static final int MOST_LINES = 60;
    private static final int LONGEST_LINE = 200;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final Pattern MARK = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern SPECIAL = Pattern.compile("([\\\\`*_\\[\\]<>|#])");

    private Outline() {}

    /** A placeholder that is not known stays as it is. */
    static String filled(String outline, Incident incident, Figures figures, List<TimelineEntry> timeline) {
        Function<String, String> value = name -> switch (name) {
            case "number" -> Long.toString(incident.number());
            case "title" -> escaped(incident.title());
            case "service" -> escaped(incident.serviceName());
            case "severity" -> incident.severity().name();
            case "began" -> clock(figures.openedAt());
            case "ended" -> figures.resolvedAt() == null ? "still open" : clock(figures.resolvedAt());
            case "duration" -> Figures.said(figures.duration());
            case "acknowledged" -> Figures.said(figures.toAcknowledge());
            case "alerts" -> Integer.toString(figures.alerts());
            case "pages" ->
                figures.pages() + " to " + (figures.paged() == 1 ? "1 person" : figures.paged() + " people");
            case "timeline" -> lines(timeline);
            default -> "{" + name + "}";
        };
        return MARK.matcher(outline).replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }

    /** The headings under which nothing stands, or still what the outline asks. */
    static List<String> unwritten(String outline, String body) {
        var asked = sections(outline);
        return sections(body).entrySet().stream()
                .filter(section -> section.getValue().isEmpty()
                        || section.getValue().stream()
                                .anyMatch(asked.getOrDefault(section.getKey(), Set.of())::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The sentences under each heading; what is filled in by itself, and tables, are none. */
    private static Map<String, Set<String>> sections(String markdown) {
        var sections = new LinkedHashMap<String, Set<String>>();
        Set<String> lines = null;
        for (var line : markdown.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                lines = sections.computeIfAbsent(line.replaceFirst("^#+\\s*", ""), first -> new HashSet<>());
            } else if (lines != null && !line.isEmpty() && !line.startsWith("|") && !line.matches("\\{[a-z]+}")) {
                lines.add(line);
            }
        }
        return sections;
    }

    private static String lines(List<TimelineEntry> timeline) {
        var story =
                timeline.stream().filter(entry -> KEY.contains(entry.kind())).toList();
        var text = new StringBuilder("Times are UTC.\n");
        for (var entry : story.subList(0, Math.min(story.size(), MOST_LINES))) {
            text.append("\n* ").append(clock(entry.at())).append(" – ").append(line(entry));
        }
        if (story.size() > MOST_LINES) {
            text.append("\n* … and ").append(story.size() - MOST_LINES).append(" more, in the incident's timeline");
        }
        return text.toString();
    }

    private static String line(TimelineEntry entry) {
        var words = LocalWords.of(entry.text(), Outline::clock).strip().replaceAll("\\s+", " ");
        var bounded = words.length() <= LONGEST_LINE ? words : words.substring(0, LONGEST_LINE - 1) + "…";
        var written = "note_added".equals(entry.kind()) || "update_sent".equals(entry.kind());
        return (written ? escaped(entry.actor().name()) + ": " : "") + escaped(bounded);
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$1");
    }

    private static String clock(Instant at) {
        return at.atZone(ZoneOffset.UTC).format(CLOCK);
    }
}
