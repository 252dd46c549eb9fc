package dev.belfry.incident.signal.silence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads conditions as people and amtool write them: {@code alertname=~"Disk.*"}, quotes optional. */
public final class MatcherText {
    public static final int LONGEST = 2_000;
    private static final Pattern FORM = Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"=!~{},]+)\\s*(=~|!=|!~|=)\\s*(.*?)\\s*", Pattern.DOTALL);

    private MatcherText() {}

    /** @throws IllegalArgumentException in words for the one who wrote it */
    public static Matcher read(String text) {
        var form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw new IllegalArgumentException("bad matcher format: " + start(text));
        }
        var operator = form.group(2);
        return Matcher.of(
                unquoted(form.group(1), text),
                unquoted(form.group(3), text),
                operator.endsWith("~"),
                operator.startsWith("="));
    }

    /** One condition a line; blank lines are none. */
    public static List<Matcher> readLines(String text) {
        var matchers = new ArrayList<Matcher>();
        for (var line : text.split("\\R", -1)) {
            if (!line.isBlank()) {
                matchers.add(read(line));
            }
        }
        if (matchers.isEmpty() || matchers.size() > Silence.MOST_MATCHERS) {
            throw new IllegalArgumentException("write 1 to " + Silence.MOST_MATCHERS + " conditions, one a line");
        }
        return matchers;
    }

    private static String unquoted(String word, String whole) {
        if (!word.startsWith("\"")) {
            if (word.contains("\"")) {
                throw new IllegalArgumentException("bad matcher format: " + start(whole));
            }
            return word;
        }
        if (word.length() < 2 || !word.endsWith("\"")) {
            throw new IllegalArgumentException("bad matcher format: " + start(whole));
        }
        var value = new StringBuilder();
        for (int i = 1; i < word.length() - 1; i++) {
            char one = word.charAt(i);
            if (one == '"' || (one == '\\' && i == word.length() - 2)) {
                throw new IllegalArgumentException("bad matcher format: " + start(whole));
            }
            if (one == '\\') {
                i++;
                one = word.charAt(i);
                // What is no escape of Alertmanager's is meant as it stands: \\d in a regular expression.
                switch (one) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(one);
                    default -> value.append('\\').append(one);
                }
            } else {
                value.append(one);
            }
        }
        return value.toString();
    }

    private static String start(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
