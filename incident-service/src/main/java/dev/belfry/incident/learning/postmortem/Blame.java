package dev.belfry.incident.learning.postmortem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Points at words that look for somebody to blame, and says how to ask about the system instead.
 *
 * <p>A hint and no more: it stops nobody from saving or publishing.
 */
public final class Blame {
    private static final int MOST = 10;
    private static final int AROUND = 30;
    private static final Map<Pattern, String> WORDS = Map.of(
            words("human error|operator error|user error"),
            "What made the mistake easy to make, and hard to notice?",
            words("fault of|at fault|to blame|blamed?|culprit"),
            "Write what the system allowed instead of who did it.",
            words("careless(?:ly)?|negligen(?:t|ce)|sloppy|stupid(?:ly)?|incompetent"),
            "Write what was done and what the person could see at that time.",
            words("should have|could have known|ought to have"),
            "That is hindsight. Write what was known then, and what would have shown it sooner.",
            words("forgot(?:ten)? to|failed to|neglected to"),
            "What would have reminded anybody, or done it by itself?");

    private Blame() {}

    /**
     * A place in the text.
     *
     * @param words the words with a little of what stands around them
     */
    public record Hint(String words, String instead) {}

    /** In the order of the text. */
    public static List<Hint> hints(String body) {
        record Found(int at, Hint hint) {}
        var found = new ArrayList<Found>();
        WORDS.forEach((pattern, instead) -> pattern.matcher(body)
                .results()
                .limit(MOST)
                .forEach(match -> found.add(
                        new Found(match.start(), new Hint(around(body, match.start(), match.end()), instead)))));
        return found.stream()
                .sorted((one, other) -> Integer.compare(one.at(), other.at()))
                .limit(MOST)
                .map(Found::hint)
                .toList();
    }

    private static String around(String body, int start, int end) {
        var from = Math.max(0, start - AROUND);
        var to = Math.min(body.length(), end + AROUND);
        var words = body.substring(from, to).replaceAll("\\s+", " ").strip();
        return (from > 0 ? "…" : "") + words + (to < body.length() ? "…" : "");
    }

    private static Pattern words(String any) {
        return Pattern.compile("\\b(?:" + any + ")\\b", Pattern.CASE_INSENSITIVE);
    }
}
