package dev.belfry.incident.insight.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Incidents as lines of a table that a spreadsheet opens (RFC 4180). */
final class Csv {
    private static final String HEAD =
            "number,title,service,team,severity,opened_at,seconds_to_detect,seconds_to_acknowledge,"
                    + "seconds_to_resolve,pages,pages_at_night,alerts,without_action,"
                    + "over_within_a_minute,integration,event_rules,priority";

    private Csv() {}

    /** What is counted of one incident. */
    record Line(
            long number,
            String title,
            String service,
            @Nullable UUID policy,
            int severity,
            Instant openedAt,
            @Nullable Integer detect,
            @Nullable Integer acknowledge,
            @Nullable Integer resolve,
            int pages,
            int nightPages,
            int alerts,
            boolean quiet,
            boolean brief,
            @Nullable String integration,
            @Nullable String rules,
            @Nullable String priority,
            Map<String, String> fields) {}

    /** @param fields the keys of the fields of the house: each has a column */
    static String head(List<String> fields) {
        return HEAD + fields.stream().map(key -> ",field_" + key).collect(Collectors.joining()) + "\r\n";
    }

    static String line(Line line, Map<UUID, Summary.Team> teams, List<String> fields) {
        var team = line.policy() == null ? null : teams.get(line.policy());
        var cells = Stream.of(
                        line.number(),
                        text(line.title()),
                        text(line.service()),
                        text(team == null ? "" : team.name()),
                        "SEV" + line.severity(),
                        line.openedAt(),
                        optional(line.detect()),
                        optional(line.acknowledge()),
                        optional(line.resolve()),
                        line.pages(),
                        line.nightPages(),
                        line.alerts(),
                        line.quiet() ? "yes" : "no",
                        line.brief() ? "yes" : "no",
                        text(Objects.toString(line.integration(), "")),
                        text(Objects.toString(line.rules(), "")),
                        Objects.toString(line.priority(), "").toUpperCase(Locale.ROOT))
                .map(Object::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        fields.forEach(key -> cells.add(text(line.fields().getOrDefault(key, ""))));
        return cells.stream().collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String optional(@Nullable Integer seconds) {
        return Objects.toString(seconds, "");
    }

    /** In quotes; what a spreadsheet would run as a formula gets an apostrophe in front. */
    private static String text(String text) {
        var safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
