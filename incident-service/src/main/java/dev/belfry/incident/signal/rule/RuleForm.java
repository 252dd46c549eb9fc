package dev.belfry.incident.signal.rule;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Urgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into the form of an event rule and what is wrong with it; nothing typed is ever lost.
 *
 * @param scope {@code all}, {@code service:ID} or {@code integration:ID}
 * @param rows the conditions; those without a field are not finished and count for nothing
 * @param condition written by hand; when it is not empty it is the one that counts
 * @param field where the first regular expression looks
 * @param labels a line each: {@code name=value}
 * @param threshold {@code 3 in 10}: times and minutes
 * @param priority P1 to P5
 * @param urgency "high" or "low"
 * @param open the actions that are shown although they are empty, by their fields
 * @param errors by the field they are about
 */
public record RuleForm(
        String name,
        String scope,
        boolean enabled,
        boolean any,
        List<Row> rows,
        String condition,
        String severity,
        String title,
        String labels,
        String field,
        String pattern,
        String route,
        boolean suppress,
        String pause,
        String threshold,
        String priority,
        String urgency,
        Set<String> open,
        Map<String, String> errors) {

    /** What a rule can do, in the order in which the form shows it: the field of the form, and its words. */
    public enum Action {
        PATTERN("Find by a regular expression"),
        SEVERITY("Severity"),
        PRIORITY("Priority"),
        URGENCY("Urgency"),
        TITLE("Title"),
        LABELS("Labels"),
        ROUTE("Send it elsewhere"),
        PAUSE("Give it time to resolve"),
        THRESHOLD("Page only when it repeats"),
        SUPPRESS("Page nobody");

        private final String words;

        Action(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /** The name of its field. */
        public String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One condition of the form. */
    public record Row(String field, String label, String operator, String value) {
        static final Row EMPTY = new Row("", "", "is", "");
    }

    static RuleForm empty(String scope) {
        return new RuleForm(
                "",
                scope,
                true,
                false,
                List.of(Row.EMPTY),
                "",
                "",
                "",
                "",
                "title",
                "",
                "",
                false,
                "",
                "",
                "",
                "",
                Set.of(),
                Map.of());
    }

    static RuleForm typed(UnaryOperator<String> typed) {
        var rows = new ArrayList<Row>();
        for (var i = 0; i < Conditions.MOST; i++) {
            var row = new Row(
                    typed.apply("field" + i),
                    typed.apply("label" + i),
                    typed.apply("operator" + i),
                    typed.apply("value" + i));
            if (!row.field().isEmpty() || !row.value().isEmpty()) {
                rows.add(row);
            }
        }
        return new RuleForm(
                typed.apply("name"),
                typed.apply("scope"),
                !typed.apply("enabled").isEmpty(),
                "any".equals(typed.apply("match")),
                rows,
                typed.apply("condition").strip(),
                typed.apply("severity"),
                typed.apply("title").strip(),
                typed.apply("labels").strip(),
                typed.apply("field"),
                typed.apply("pattern").strip(),
                typed.apply("route"),
                !typed.apply("suppress").isEmpty(),
                typed.apply("pause").strip(),
                typed.apply("threshold").strip(),
                typed.apply("priority"),
                typed.apply("urgency"),
                Set.of(typed.apply("open").split(",", -1)),
                Map.of());
    }

    static RuleForm of(EventRule rule) {
        var actions = rule.actions();
        var extract = actions.extract() == null || actions.extract().isEmpty()
                ? null
                : actions.extract().getFirst();
        var rows = rule.conditions() == null
                ? List.<Row>of()
                : rule.conditions().of().stream()
                        .map(one -> new Row(
                                Facts.word(one.field()),
                                Objects.requireNonNullElse(one.label(), ""),
                                Facts.word(one.operator()),
                                one.value()))
                        .toList();
        return new RuleForm(
                rule.name(),
                scope(rule.service(), rule.integration()),
                rule.enabled(),
                rule.conditions() != null && rule.conditions().any(),
                rows,
                rule.conditions() == null ? rule.condition() : "",
                actions.severity() == null ? "" : Facts.word(actions.severity()),
                Objects.requireNonNullElse(actions.title(), ""),
                actions.labels() == null
                        ? ""
                        : actions.labels().entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining("\n")),
                extract == null ? "title" : Facts.word(extract.field()),
                extract == null ? "" : extract.pattern(),
                actions.route() == null ? "" : actions.route().toString(),
                actions.suppress(),
                actions.pauseSeconds() == null ? "" : actions.pauseSeconds().toString(),
                actions.threshold() == null
                        ? ""
                        : actions.threshold().times() + " in "
                                + actions.threshold().minutes(),
                Objects.requireNonNullElse(actions.priority(), ""),
                actions.urgency() == null ? "" : Facts.word(actions.urgency()),
                Set.of(),
                Map.of());
    }

    /** The same for another service or integration. */
    RuleForm of(String place) {
        return new RuleForm(
                name, place, enabled, any, rows, condition, severity, title, labels, field, pattern, route, suppress,
                pause, threshold, priority, urgency, open, errors);
    }

    static String scope(@Nullable UUID service, @Nullable UUID integration) {
        if (service != null) {
            return "service:" + service;
        }
        return integration == null ? "all" : "integration:" + integration;
    }

    /** The actions that the form shows: those that do something, and those that were just added. */
    public List<Action> shown() {
        return Arrays.stream(Action.values())
                .filter(action ->
                        open.contains(action.field()) || !value(action).isEmpty())
                .toList();
    }

    private String value(Action action) {
        return switch (action) {
            case PATTERN -> pattern;
            case SEVERITY -> severity;
            case PRIORITY -> priority;
            case URGENCY -> urgency;
            case TITLE -> title;
            case LABELS -> labels;
            case ROUTE -> route;
            case PAUSE -> pause;
            case THRESHOLD -> threshold;
            case SUPPRESS -> suppress ? "1" : "";
        };
    }

    /**
     * The form after one of its buttons.
     *
     * @param asked {@code add-condition}, {@code drop-condition-0}, {@code add-action}, {@code drop-pause}; what is unknown
     *     changes nothing
     * @param added the action of {@code add-action}
     */
    static RuleForm after(UnaryOperator<String> typed, String asked, String added) {
        var adds = asked.equals("add-action") ? added : "";
        var form = typed(name -> switch (name) {
            case "open" -> adds.isEmpty() ? without(typed.apply(name), asked) : typed.apply(name) + "," + adds;
            case "suppress" -> adds.equals(name) ? "1" : asked.equals("drop-suppress") ? "" : typed.apply(name);
            default -> asked.equals("drop-" + name) ? "" : typed.apply(name);
        });
        var rows = new ArrayList<>(form.rows());
        if (asked.equals("add-condition") && rows.size() < Conditions.MOST) {
            rows.add(Row.EMPTY);
        }
        if (asked.matches("drop-condition-\\d{1,2}")) {
            var place = Integer.parseInt(asked.substring("drop-condition-".length()));
            if (place < rows.size()) {
                rows.remove(place);
            }
        }
        return form.with(rows);
    }

    private static String without(String open, String asked) {
        return Arrays.stream(open.split(",", -1))
                .filter(action -> !asked.equals("drop-" + action))
                .collect(Collectors.joining(","));
    }

    /** The form as it is tried: switched on, and under some name. */
    static RuleForm tried(UnaryOperator<String> typed) {
        return typed(name -> switch (name) {
            case "enabled" -> "1";
            case "name" -> typed.apply(name).isEmpty() ? "This rule" : typed.apply(name);
            default -> typed.apply(name);
        });
    }

    RuleForm with(List<Row> conditions) {
        return with(conditions, errors);
    }

    RuleForm with(Outcome.Invalid wrong) {
        return with(rows, Map.of(place(wrong.field()), wrong.reason()));
    }

    private RuleForm with(List<Row> conditions, Map<String, String> wrong) {
        return new RuleForm(
                name,
                scope,
                enabled,
                any,
                conditions,
                condition,
                severity,
                title,
                labels,
                field,
                pattern,
                route,
                suppress,
                pause,
                threshold,
                priority,
                urgency,
                open,
                wrong);
    }

    /** Where the form shows what is wrong. */
    private static String place(String pointer) {
        var name = pointer.replaceFirst("^actions/", "").replaceFirst("/.*", "");
        return switch (name) {
            case "pauseSeconds" -> "pause";
            case "extract" -> "pattern";
            case "service", "integration" -> "scope";
            default -> name;
        };
    }

    /** What is wrong with a field; empty when nothing is. */
    public String error(String at) {
        return errors.getOrDefault(at, "");
    }

    /**
     * The rule that is asked for.
     *
     * @param before what is changed: what the form does not show of it stays; null for a new one
     */
    Wanted wanted(@Nullable EventRule before) {
        var conditions = new Conditions(
                any,
                rows.stream()
                        .filter(row -> !row.field().isEmpty())
                        .map(row -> new Condition(
                                word(Condition.Field.class, row.field(), Condition.Field.TITLE),
                                row.field().equals("label") ? row.label().strip() : null,
                                word(Condition.Operator.class, row.operator(), Condition.Operator.IS),
                                row.value()))
                        .toList());
        var kept = before == null ? null : before.actions();
        return new Wanted(
                name,
                id("service:"),
                id("integration:"),
                enabled,
                condition.isEmpty() ? null : condition,
                conditions,
                new Actions(
                        extractions(kept),
                        severity.isEmpty() ? null : word(AlertSeverity.class, severity, AlertSeverity.ERROR),
                        title.isEmpty() ? null : title,
                        kept == null ? null : kept.description(),
                        kept == null ? null : kept.source(),
                        kept == null ? null : kept.component(),
                        labelled(),
                        route.isEmpty() ? null : uuid(route),
                        suppress,
                        number(pause),
                        counting(),
                        priority.isEmpty() ? null : priority,
                        urgency.isEmpty() ? null : word(Urgency.class, urgency, Urgency.HIGH)));
    }

    private @Nullable List<Actions.Extraction> extractions(@Nullable Actions kept) {
        var all = new ArrayList<Actions.Extraction>();
        if (!pattern.isEmpty()) {
            all.add(new Actions.Extraction(word(Condition.Field.class, field, Condition.Field.TITLE), null, pattern));
        }
        if (kept != null && kept.extract() != null && kept.extract().size() > 1) {
            all.addAll(kept.extract().subList(1, kept.extract().size()));
        }
        return all.isEmpty() ? null : all;
    }

    private @Nullable Map<String, String> labelled() {
        var all = new LinkedHashMap<String, String>();
        labels.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            var at = line.indexOf('=');
            all.put(
                    (at < 0 ? line : line.substring(0, at)).strip(),
                    at < 0 ? "" : line.substring(at + 1).strip());
        });
        return all.isEmpty() ? null : all;
    }

    /** What cannot be read is out of bounds, and refused by its field. */
    private static @Nullable Integer number(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text.matches("\\d{1,6}") ? Integer.valueOf(text) : Integer.valueOf(-1);
    }

    private Actions.@Nullable Threshold counting() {
        if (threshold.isEmpty()) {
            return null;
        }
        var parts = threshold.split("\\s*in\\s*", -1);
        var times = number(parts[0].strip());
        var minutes = parts.length == 2 ? number(parts[1].strip()) : Integer.valueOf(-1);
        return new Actions.Threshold(times == null ? -1 : times, minutes == null ? -1 : minutes);
    }

    private @Nullable UUID id(String kind) {
        return scope.startsWith(kind) ? uuid(scope.substring(kind.length())) : null;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return new UUID(0, 0);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word, E otherwise) {
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException foreign) {
            return otherwise;
        }
    }
}
