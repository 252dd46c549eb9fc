package dev.belfry.incident.catalog.service;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.platform.http.Problem;
import java.util.ArrayList;
import java.util.List;

/** What the rules of mails must be, so that alert-ingest can follow them. */
public final class EmailRules {
    public static final int MOST = 50;
    public static final int LONGEST_PATTERN = 500;
    public static final int LONGEST_KEY = 255;
    public static final List<String> FIELDS = List.of("subject", "body", "from");
    public static final List<String> ACTIONS = List.of("trigger", "acknowledge", "resolve", "ignore");
    private static final java.util.regex.Pattern GROUP = java.util.regex.Pattern.compile("\\$(\\d)");

    private EmailRules() {}

    /** What is wrong with which; empty when nothing is. */
    public static List<Problem.Field> problems(List<EmailRule> rules) {
        var problems = new ArrayList<Problem.Field>();
        if (rules.size() > MOST) {
            problems.add(new Problem.Field("#/emailRules", "At most " + MOST + " rules."));
            return problems;
        }
        for (var i = 0; i < rules.size(); i++) {
            check("#/emailRules/" + i + "/", rules.get(i), problems);
        }
        return problems;
    }

    private static void check(String at, EmailRule rule, List<Problem.Field> problems) {
        if (!FIELDS.contains(rule.field())) {
            problems.add(new Problem.Field(at + "field", "Choose one of " + String.join(", ", FIELDS) + "."));
        }
        if (!ACTIONS.contains(rule.action())) {
            problems.add(new Problem.Field(at + "action", "Choose one of " + String.join(", ", ACTIONS) + "."));
        }
        var key = rule.dedupKey();
        if (key != null && key.length() > LONGEST_KEY) {
            problems.add(new Problem.Field(at + "dedupKey", "At most " + LONGEST_KEY + " characters."));
        }
        if (rule.pattern().isEmpty() || rule.pattern().length() > LONGEST_PATTERN) {
            problems.add(new Problem.Field(at + "pattern", "Give 1 to " + LONGEST_PATTERN + " characters."));
            return;
        }
        try {
            int groups = Pattern.compile(rule.pattern()).groupCount();
            if (key != null && highest(key) > groups) {
                problems.add(new Problem.Field(
                        at + "dedupKey",
                        "The pattern has " + groups + " groups; put in parentheses what $1 is to be."));
            }
        } catch (PatternSyntaxException unreadable) {
            problems.add(new Problem.Field(
                    at + "pattern",
                    "This is no regular expression (RE2): " + unreadable.getDescription() + " at \""
                            + unreadable.getPattern() + "\"."));
        }
    }

    private static int highest(String key) {
        return GROUP.matcher(key)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }
}
