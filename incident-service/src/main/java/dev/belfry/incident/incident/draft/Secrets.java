package dev.belfry.incident.incident.draft;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what looks like a secret, or like the address or number of a person, in a text that leaves the house. */
final class Secrets {
    private static final String HIDDEN = "[hidden]";
    private static final List<Pattern> SECRET = List.of(
            Pattern.compile("-----BEGIN [A-Z ]{1,40}-----[^-]{0,8000}(-----END [A-Z ]{1,40}-----)?"),
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[a-z0-9._~+/=-]{6,}"),
            Pattern.compile("(?<=://)[^/\\s@]{1,200}(?=@)"),
            Pattern.compile("\\b[\\w.+-]{1,64}@[\\w-]{1,64}(\\.[\\w-]{1,64}){1,5}\\b"),
            Pattern.compile("\\+\\d[\\d ()/-]{6,20}\\d"));
    // "password is: hunter2", "api_key=abc": the word stays, what it is goes.
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b([\\w-]{0,30}(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|routing[_-]?key|credential)s?)(\"?\\s{0,3}(?:is)?\\s{0,3}[:=]\\s{0,3})\"?[^\\s\",;]{1,500}");
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9_-]{20,}");

    private Secrets() {}

    static String hidden(String text) {
        var left = text;
        for (var pattern : SECRET) {
            left = pattern.matcher(left).replaceAll(HIDDEN);
        }
        left = NAMED.matcher(left).replaceAll("$1$2" + Matcher.quoteReplacement(HIDDEN));
        // Keys have letters and digits; long words and long numbers have one of them.
        return LONG.matcher(left).replaceAll(found -> isMixed(found.group()) ? HIDDEN : found.group());
    }

    private static boolean isMixed(String word) {
        return word.chars().anyMatch(Character::isDigit) && word.chars().anyMatch(Character::isLetter);
    }
}
