package dev.belfry.incident.incident.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text, and what somebody looks for, in the same form: small letters without accents, and nothing between them
 * but blanks. So what PostgreSQL makes of it depends neither on its locale nor on its idea of hosts, versions and hyphens.
 */
public final class SearchWords {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern PART = Pattern.compile("(-?)\"([^\"]*)\"?|(\\S+)");
    private static final int MOST_PARTS = 12;
    private static final int SHORTEST_BEGINNING = 3;

    private SearchWords() {}

    /** A text to be found by its words. */
    public static String of(@Nullable String text, int longest) {
        if (text == null) {
            return "";
        }
        var plain = MARKS.matcher(
                        Normalizer.normalize(text.substring(0, Math.min(text.length(), longest)), Normalizer.Form.NFKD))
                .replaceAll("");
        var words =
                BETWEEN.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
        // One sign may become eighteen letters.
        return words.length() <= longest ? words : words.substring(0, longest).strip();
    }

    /**
     * A query of PostgreSQL: all words, "a phrase", -without, one or another; the last word may go on. Null when no word is
     * in it.
     */
    public static @Nullable String query(String asked) {
        var query = new StringBuilder();
        boolean or = false;
        var parts = parts(asked);
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.words().equals("or") && !query.isEmpty() && i + 1 < parts.size()) {
                or = true;
            } else {
                query.append(query.isEmpty() ? "" : or ? " | " : " & ").append(part.term(i + 1 == parts.size()));
                or = false;
            }
        }
        return query.isEmpty() || parts.stream().allMatch(Part::without) ? null : query.toString();
    }

    /** The words that are looked for, to be shown where they are found. */
    public static List<String> wanted(String asked) {
        return parts(asked).stream()
                .filter(part -> !part.without())
                .flatMap(part -> List.of(part.words().split(" ")).stream())
                .toList();
    }

    private record Part(boolean without, boolean phrase, String words) {
        /** One or two letters begin a tenth of all words there are. */
        private boolean goesOn() {
            return words.length() - words.lastIndexOf(' ') > SHORTEST_BEGINNING;
        }

        String term(boolean last) {
            var term =
                    String.join(phrase ? " <-> " : " & ", words.split(" ")) + (last && !phrase && goesOn() ? ":*" : "");
            return (without ? "!" : "") + (term.contains(" ") ? "(" + term + ")" : term);
        }
    }

    private static List<Part> parts(String asked) {
        var parts = new ArrayList<Part>();
        var found = PART.matcher(asked);
        while (found.find() && parts.size() < MOST_PARTS) {
            boolean phrase = found.group(2) != null;
            var text = phrase ? found.group(2) : found.group(3);
            boolean without = phrase ? !found.group(1).isEmpty() : text.length() > 1 && text.startsWith("-");
            var words = of(text, 200);
            if (!words.isEmpty()) {
                parts.add(new Part(without, phrase, words));
            }
        }
        return parts;
    }
}
