package dev.belfry.incident.signal.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belfry.platform.json.Json;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One line of the form: a field of the alert, how it is compared, and with what.
 *
 * @param label the name of the label when the field is a label; what is missing counts as empty
 */
public record Condition(Field field, @Nullable String label, Operator operator, String value) {
    static final int LONGEST_PATTERN = 500;
    static final int LARGEST_PROGRAM = 1_000;

    /** What of an alert can be compared. */
    public enum Field {
        TITLE,
        SEVERITY,
        SOURCE,
        COMPONENT,
        DESCRIPTION,
        KEY,
        FORMAT,
        PRIORITY,
        LABEL
    }

    /** How it is compared. */
    public enum Operator {
        IS,
        IS_NOT,
        CONTAINS,
        DOES_NOT_CONTAIN,
        STARTS_WITH,
        ENDS_WITH,
        MATCHES;

        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The same in the expression language. */
    String expression() {
        var subject = field == Field.LABEL
                ? "labels[?" + quoted(label == null ? "" : label) + "].orValue(\"\")"
                : field.name().toLowerCase(Locale.ROOT);
        var text = quoted(value);
        return switch (operator) {
            case IS -> subject + " == " + text;
            case IS_NOT -> subject + " != " + text;
            case CONTAINS -> subject + ".contains(" + text + ")";
            case DOES_NOT_CONTAIN -> "!" + subject + ".contains(" + text + ")";
            case STARTS_WITH -> subject + ".startsWith(" + text + ")";
            case ENDS_WITH -> subject + ".endsWith(" + text + ")";
            case MATCHES -> subject + ".matches(" + text + ")";
        };
    }

    /** The same as a test, many times faster than the expression. */
    Predicate<Facts> test() {
        var name = label == null ? "" : label;
        var wanted = value;
        return switch (operator) {
            case IS -> facts -> facts.text(field, name).equals(wanted);
            case IS_NOT -> facts -> !facts.text(field, name).equals(wanted);
            case CONTAINS -> facts -> facts.text(field, name).contains(wanted);
            case DOES_NOT_CONTAIN -> facts -> !facts.text(field, name).contains(wanted);
            case STARTS_WITH -> facts -> facts.text(field, name).startsWith(wanted);
            case ENDS_WITH -> facts -> facts.text(field, name).endsWith(wanted);
            case MATCHES -> {
                var pattern = Pattern.compile(wanted);
                yield facts -> pattern.matcher(facts.text(field, name)).find();
            }
        };
    }

    /** What is wrong with it; null when nothing is. */
    @Nullable
    String problem() {
        if (field == Field.LABEL && (label == null || label.isBlank())) {
            return "Name the label.";
        }
        return operator == Operator.MATCHES ? patternProblem(value) : null;
    }

    /** What is wrong with a regular expression; null when nothing is. */
    static @Nullable String patternProblem(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            return "A regular expression has at most " + LONGEST_PATTERN + " characters.";
        }
        try {
            return Pattern.compile(pattern).programSize() > LARGEST_PROGRAM
                    ? "The regular expression is too large: repeat less, as in x{1,20} in place of x{1,1000}."
                    : null;
        } catch (PatternSyntaxException wrong) {
            return "This is no regular expression of RE2: " + wrong.getMessage()
                    + ". Look-around and back-references are not part of it.";
        } catch (RuntimeException | StackOverflowError wrong) {
            return "This is no regular expression of RE2; write it simpler.";
        }
    }

    /** JSON's texts are texts of the expression language, too. */
    private static String quoted(String text) {
        return Json.text(text);
    }
}
