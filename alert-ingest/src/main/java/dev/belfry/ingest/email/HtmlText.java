package dev.belfry.ingest.email;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What HTML says, without how it looks: in one pass, whatever comes. */
final class HtmlText {
    private static final Set<String> UNSEEN = Set.of("head", "style", "script", "title", "template");
    private static final Set<String> LINES =
            Set.of("br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("hellip", "…"),
            Map.entry("euro", "€"),
            Map.entry("deg", "°"),
            Map.entry("copy", "©"));

    private final String html;
    private final StringBuilder text = new StringBuilder();
    private int at;

    private HtmlText(String html) {
        this.html = html;
    }

    static String of(String html) {
        return new HtmlText(html).read();
    }

    private String read() {
        while (at < html.length()) {
            char one = html.charAt(at);
            if (one == '<' && html.startsWith("<!--", at)) {
                at = after("-->", at);
            } else if (one == '<' && at + 1 < html.length() && isTag(html.charAt(at + 1))) {
                tag();
            } else if (one == '&') {
                entity();
            } else {
                add(one);
                at++;
            }
        }
        return text.toString().strip();
    }

    private static boolean isTag(char next) {
        return next == '/' || next == '!' || next == '?' || Character.isLetter(next);
    }

    private void tag() {
        int start = at + 1;
        int end = start;
        while (end < html.length() && (Character.isLetterOrDigit(html.charAt(end)) || html.charAt(end) == '/')) {
            end++;
        }
        var name = html.substring(start, end).toLowerCase(Locale.ROOT);
        at = after(">", end);
        if (UNSEEN.contains(name)) {
            int close = closing(name);
            at = close < 0 ? html.length() : after(">", close);
        } else if (LINES.contains(name.replace("/", ""))) {
            line();
        } else if (name.replace("/", "").equals("td") || name.replace("/", "").equals("th")) {
            add(' ');
        }
    }

    private int closing(String name) {
        for (int i = html.indexOf("</", at); i >= 0; i = html.indexOf("</", i + 2)) {
            if (html.regionMatches(true, i + 2, name, 0, name.length())) {
                return i;
            }
        }
        return -1;
    }

    private int after(String what, int from) {
        int found = html.indexOf(what, from);
        return found < 0 ? html.length() : found + what.length();
    }

    private void entity() {
        int end = html.indexOf(';', at);
        if (end > at && end - at <= 10) {
            var decoded = decoded(html.substring(at + 1, end));
            if (decoded != null) {
                decoded.chars().forEach(one -> add((char) one));
                at = end + 1;
                return;
            }
        }
        add('&');
        at++;
    }

    private static @Nullable String decoded(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.get(name);
        }
        try {
            boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
            int point = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(point) ? Character.toString(point) : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** White space runs together, as a browser shows it. */
    private void add(char one) {
        if (!Character.isWhitespace(one) && one != '\u00a0') {
            text.append(one);
        } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
            text.append(' ');
        }
    }

    private void line() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        if (end > 0 && text.charAt(end - 1) != '\n') {
            text.append('\n');
        }
    }
}
