package dev.belfry.incident.incident.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an incident has what was looked for.
 *
 * @param in {@code title}, {@code alert}, {@code note} or {@code postmortem}
 * @param pieces of the text around it
 */
public record Match(String in, List<Piece> pieces) {
    private static final int BEFORE = 60;
    private static final int LONGEST = 200;

    /** @param hit whether it is what was looked for */
    public record Piece(String text, boolean hit) {}

    /** The text around the first place where one of these words begins; null when none does. */
    public static @Nullable Match of(String in, String text, List<String> wanted) {
        int first = next(text, 0, text.length(), wanted);
        if (first < 0) {
            return null;
        }
        int from = first <= BEFORE ? 0 : blankBehind(text, whole(text, first - BEFORE), first);
        int to = whole(text, Math.min(text.length(), from + LONGEST));
        var pieces = new ArrayList<Piece>();
        int at = from;
        for (int hit = first; hit >= 0; hit = next(text, at, to, wanted)) {
            int end = wordEnd(text, hit, to);
            if (hit > at) {
                pieces.add(new Piece((at == from && from > 0 ? "… " : "") + text.substring(at, hit), false));
            }
            pieces.add(new Piece(text.substring(hit, end), true));
            at = end;
        }
        var rest = text.substring(at, to) + (to < text.length() ? " …" : "");
        if (!rest.isEmpty()) {
            pieces.add(new Piece(rest, false));
        }
        return new Match(in, pieces);
    }

    /** As HTML: what was looked for is marked, everything else is escaped. */
    public String html() {
        var html = new StringBuilder();
        for (var piece : pieces) {
            var text = piece.text()
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;");
            html.append(piece.hit() ? "<mark>" + text + "</mark>" : text);
        }
        return html.toString();
    }

    private static int next(String text, int from, int to, List<String> wanted) {
        for (int at = from; at < to; at++) {
            if (Character.isLetterOrDigit(text.charAt(at))
                    && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))) {
                int end = wordEnd(text, at, to);
                var word = SearchWords.of(text.substring(at, end), end - at);
                if (wanted.stream().anyMatch(word::startsWith)) {
                    return at;
                }
                at = end - 1;
            }
        }
        return -1;
    }

    /** Never between the two halves of one sign. */
    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at))
                ? at - 1
                : at;
    }

    private static int wordEnd(String text, int from, int to) {
        int end = from;
        while (end < to && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int blankBehind(String text, int from, int to) {
        int blank = text.indexOf(' ', from);
        return blank < 0 || blank >= to ? from : blank + 1;
    }
}
