package dev.belfry.incident.catalog.integration;

import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.incident.catalog.service.EmailRules;
import dev.belfry.incident.catalog.service.Integration;
import dev.belfry.platform.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What somebody typed about an integration and what is wrong with it; nothing typed is ever lost.
 *
 * @param mapping expressions by their names; empty is none
 * @param rules only those that say something
 * @param payload what is to be tried
 * @param headers of what is to be tried, a line each
 * @param version of the integration that the person has seen
 * @param errors what is wrong, by the field; the empty name is all of it
 */
public record IntegrationForm(
        String name,
        String type,
        String perSecond,
        Map<String, String> mapping,
        List<EmailRule> rules,
        String payload,
        String headers,
        String version,
        Map<String, String> errors) {
    private static final int SPARE_ROWS = 2;
    private static final int LONGEST_EXPRESSION = 4_000;
    private static final int MOST_PER_SECOND = 1_000_000;

    static IntegrationForm of(Integration integration, String payload) {
        var mapping = new LinkedHashMap<String, String>();
        var kept = integration.mapping();
        for (var field : MappingField.ALL) {
            mapping.put(
                    field.name(),
                    kept == null ? "" : Objects.requireNonNullElse(field.of().apply(kept), ""));
        }
        var perSecond = integration.perSecond();
        return new IntegrationForm(
                integration.name(),
                integration.type(),
                perSecond == null ? "" : perSecond.toString(),
                mapping,
                integration.emailRules(),
                payload,
                "",
                Long.toString(integration.version()),
                Map.of());
    }

    /** @param field the value of a field of the form; empty when it is absent */
    static IntegrationForm typed(UnaryOperator<String> field) {
        var mapping = new LinkedHashMap<String, String>();
        for (var one : MappingField.ALL) {
            mapping.put(one.name(), field.apply("mapping-" + one.name()));
        }
        var rules = new ArrayList<EmailRule>();
        for (var i = 0; i < EmailRules.MOST + SPARE_ROWS; i++) {
            var pattern = field.apply("rule-" + i + "-pattern");
            var key = field.apply("rule-" + i + "-dedupKey");
            if (!pattern.isEmpty() || !key.isEmpty()) {
                rules.add(new EmailRule(
                        field.apply("rule-" + i + "-field"),
                        pattern,
                        field.apply("rule-" + i + "-action"),
                        key.isEmpty() ? null : key));
            }
        }
        return new IntegrationForm(
                field.apply("name"),
                field.apply("type"),
                field.apply("perSecond"),
                mapping,
                rules,
                field.apply("payload"),
                field.apply("headers"),
                field.apply("version"),
                Map.of());
    }

    /** The rules, and empty rows for more. */
    public List<EmailRule> rows() {
        var rows = new ArrayList<>(rules);
        for (var i = 0; i < SPARE_ROWS && rows.size() < EmailRules.MOST; i++) {
            rows.add(new EmailRule("subject", "", "trigger", null));
        }
        return rows;
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** What can be said without asking anybody. */
    Map<String, String> wrong() {
        var wrong = new LinkedHashMap<String, String>();
        if (name.isEmpty() || name.length() > 100) {
            wrong.put("name", "Give it a name of 1 to 100 characters.");
        }
        if (!type.matches("[a-z][a-z0-9_]{0,39}")) {
            wrong.put("type", "Choose the sender's type.");
        }
        if (!perSecond.isEmpty() && rate() == 0) {
            wrong.put("perSecond", "Give a whole number from 1 to " + MOST_PER_SECOND + ", or leave it empty.");
        }
        wrong.putAll(longExpressions());
        wrong.putAll(with(EmailRules.problems(rules)).errors());
        return wrong;
    }

    Map<String, String> longExpressions() {
        var wrong = new LinkedHashMap<String, String>();
        mapping.forEach((one, text) -> {
            if (text.length() > LONGEST_EXPRESSION) {
                wrong.put("mapping-" + one, "At most " + LONGEST_EXPRESSION + " characters.");
            }
        });
        return wrong;
    }

    private int rate() {
        return perSecond.matches("[1-9]\\d{0,6}") && Integer.parseInt(perSecond) <= MOST_PER_SECOND
                ? Integer.parseInt(perSecond)
                : 0;
    }

    /** As it is to be from now on. */
    Integration applied(Integration before) {
        return before.set(
                name, type, MappingField.mapping(mapping), rules, perSecond.isEmpty() ? null : Integer.valueOf(rate()));
    }

    IntegrationForm with(Map<String, String> found) {
        return new IntegrationForm(name, type, perSecond, mapping, rules, payload, headers, version, found);
    }

    IntegrationForm with(String field, String error) {
        return with(Map.of(field, error));
    }

    /** What the API would say under JSON pointers, under the names of the form. */
    IntegrationForm with(List<Problem.Field> problems) {
        var found = new LinkedHashMap<String, String>();
        for (var problem : problems) {
            var name = problem.pointer()
                    .replaceFirst("^#/?", "")
                    .replaceFirst("^emailRules/", "rule-")
                    .replace('/', '-');
            boolean known = name.equals("payload")
                    || name.startsWith("rule-")
                    || mapping.containsKey(name.replaceFirst("^mapping-", ""));
            found.merge(known ? name : "", problem.detail(), (one, other) -> one + " " + other);
        }
        return with(found);
    }
}
