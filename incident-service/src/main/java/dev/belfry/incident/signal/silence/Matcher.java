package dev.belfry.incident.signal.silence;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a label, as Alertmanager knows it: a label that is missing is the same as an empty one, and a regular
 * expression has to match the whole value. RE2 is what Alertmanager itself uses: its time is linear, whatever is sent.
 *
 * @param isRegex whether the value is a regular expression
 * @param isEqual whether the label must match; else it must not
 */
public record Matcher(
        String name,
        String value,
        boolean isRegex,
        boolean isEqual,
        @Nullable Pattern pattern) {
    public static final int LONGEST_NAME = 255;
    public static final int LONGEST_VALUE = 1_000;
    private static final int LONGEST_INPUT = 4_096;

    /** @throws IllegalArgumentException in the user's words, when it is no matcher */
    public static Matcher of(String name, String value, boolean isRegex, boolean isEqual) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a label's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("a matcher's value has at most " + LONGEST_VALUE + " characters");
        }
        if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a matcher cannot hold the character U+0000");
        }
        return new Matcher(name, value, isRegex, isEqual, isRegex ? compiled(value) : null);
    }

    private static Pattern compiled(String value) {
        try {
            return Pattern.compile(value, Pattern.DOTALL);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("bad regular expression " + wrong.getPattern() + ": "
                    + Objects.requireNonNullElse(wrong.getDescription(), "it cannot be read"));
        }
    }

    /** Whether an alert with these labels meets the condition. */
    public boolean matches(Map<String, String> labels) {
        return matchesValue(labels.getOrDefault(name, ""));
    }

    /** Whether an alert without the label meets the condition. */
    public boolean matchesEmpty() {
        return matchesValue("");
    }

    private boolean matchesValue(String found) {
        if (pattern == null) {
            return found.equals(value) == isEqual;
        }
        // What follows is not looked at: a silence must never cost more than an alert is worth.
        var input = found.length() <= LONGEST_INPUT ? found : found.substring(0, LONGEST_INPUT);
        return pattern.matches(input) == isEqual;
    }

    /** The condition as people write it: {@code alertname=~"Disk.*"}. */
    public String text() {
        return name + operator() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String operator() {
        if (isRegex) {
            return isEqual ? "=~" : "!~";
        }
        return isEqual ? "=" : "!=";
    }

    /** The same condition: two compilations of one expression are no difference. */
    public boolean same(Matcher other) {
        return name.equals(other.name)
                && value.equals(other.value)
                && isRegex == other.isRegex
                && isEqual == other.isEqual;
    }
}
