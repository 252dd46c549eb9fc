package dev.belfry.incident.signal.maintenance;

import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.MatcherText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into the form of a window and what is wrong with it; nothing typed is ever lost.
 *
 * @param recurrence a rule; empty for once
 * @param rule what was typed as another rule, which goes before the choice
 * @param version that the person has seen; empty for a new one
 * @param errors what is wrong, by the field; the empty name is all of it
 */
public record MaintenanceForm(
        String name,
        String description,
        List<String> services,
        String matchers,
        String start,
        String end,
        String timeZone,
        String recurrence,
        String rule,
        String version,
        Map<String, String> errors) {
    /** The rules that can be chosen, with what they are called. */
    public static final List<Map.Entry<String, String>> CHOICES = List.of(
            Map.entry("", "Once"),
            Map.entry("FREQ=DAILY", "Every day"),
            Map.entry("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
            Map.entry("FREQ=WEEKLY", "Every week, on the same day"),
            Map.entry("FREQ=WEEKLY;INTERVAL=2", "Every second week, on the same day"),
            Map.entry("FREQ=MONTHLY", "Every month, on the same date"));

    /** A new one: from the next full hour on, for two hours. */
    static MaintenanceForm fresh(List<String> services, Instant now, ZoneId zone) {
        var start =
                LocalDateTime.ofInstant(now, zone).truncatedTo(ChronoUnit.HOURS).plusHours(1);
        return new MaintenanceForm(
                "",
                "",
                services,
                "",
                start.toString(),
                start.plusHours(2).toString(),
                zone.getId(),
                "",
                "",
                "",
                Map.of());
    }

    static MaintenanceForm of(MaintenanceWindow window) {
        var plan = window.plan();
        var timetable = plan.timetable();
        var recurrence = timetable.recurrence() == null ? "" : timetable.recurrence();
        var chosen = CHOICES.stream().anyMatch(one -> one.getKey().equals(recurrence));
        return new MaintenanceForm(
                plan.name(),
                plan.description(),
                plan.services().stream().map(UUID::toString).toList(),
                plan.matchers().stream().map(Matcher::text).collect(Collectors.joining("\n")),
                timetable.start().toString(),
                timetable.end().toString(),
                timetable.zone(),
                chosen ? recurrence : "",
                chosen ? "" : recurrence,
                Long.toString(window.version()),
                Map.of());
    }

    static MaintenanceForm typed(UnaryOperator<String> field, List<String> services) {
        return new MaintenanceForm(
                field.apply("name").replace('\0', '\uFFFD'),
                field.apply("description").replace('\0', '\uFFFD'),
                services,
                field.apply("matchers"),
                field.apply("start"),
                field.apply("end"),
                field.apply("timeZone").strip(),
                field.apply("recurrence"),
                field.apply("rule").strip(),
                field.apply("version"),
                Map.of());
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    MaintenanceForm with(String field, String error) {
        return new MaintenanceForm(
                name,
                description,
                services,
                matchers,
                start,
                end,
                timeZone,
                recurrence,
                rule,
                version,
                Map.of(field.startsWith("services") ? "services" : field, error));
    }

    /** The version that was seen; null when the form does not say it. */
    @Nullable
    Long seen() {
        return Parsed.number(version);
    }

    /** The plan, or this form with what is wrong. */
    sealed interface Read {
        record Good(Plan plan) implements Read {}

        record Bad(MaintenanceForm form) implements Read {}
    }

    Read read() {
        if (name.isBlank() || name.length() > Plan.LONGEST_NAME) {
            return bad("name", "Say what is planned, in 1 to " + Plan.LONGEST_NAME + " characters.");
        }
        if (description.length() > Plan.LONGEST_DESCRIPTION) {
            return bad("description", "Use 2,000 characters at most.");
        }
        if (services.size() > Plan.MOST_SERVICES) {
            return bad("services", "Choose at most " + Plan.MOST_SERVICES + " services.");
        }
        List<UUID> chosen;
        List<Matcher> conditions;
        try {
            chosen = services.stream().map(UUID::fromString).distinct().toList();
        } catch (IllegalArgumentException foreign) {
            return bad("services", "Choose services from the list.");
        }
        try {
            conditions = matchers.isBlank() ? List.of() : MatcherText.readLines(matchers);
        } catch (IllegalArgumentException wrong) {
            return bad("matchers", "The conditions cannot be read: " + wrong.getMessage() + ".");
        }
        var begins = local(start);
        var ends = local(end);
        if (begins == null || ends == null) {
            return bad(begins == null ? "start" : "end", "Give a date and a time.");
        }
        var often = rule.isEmpty() ? recurrence : rule;
        return new Read.Good(new Plan(
                name.strip(),
                description.strip(),
                chosen,
                conditions,
                new Timetable(begins, ends, timeZone, often.isEmpty() ? null : often)));
    }

    private Read bad(String field, String error) {
        return new Read.Bad(with(field, error));
    }

    private static @Nullable LocalDateTime local(String text) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
