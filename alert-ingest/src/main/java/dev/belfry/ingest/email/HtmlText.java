package dev.belfry.ingest.email;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What HTML says, without how it looks. */
final class HtmlText implements NodeVisitor {
    private static final Set<String> LINES =
            Set.of("br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre");

    private final StringBuilder text = new StringBuilder();

    private HtmlText() {}

    static String of(String html) {
        var body = Jsoup.parse(html).body();
        body.select("template, title").remove();
        var read = new HtmlText();
        body.traverse(read);
        return read.text.toString().strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            words.getWholeText().chars().forEach(one -> add((char) one));
        } else if (node instanceof Element element && (element.nameIs("td") || element.nameIs("th"))) {
            add(' ');
        } else {
            line(node);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        line(node);
    }

    /** White space runs together, as a browser shows it. */
    private void add(char one) {
        if (!Character.isWhitespace(one) && one != '\u00a0') {
            text.append(one);
        } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
            text.append(' ');
        }
    }

    private void line(Node node) {
        if (!LINES.contains(node.nodeName())) {
            return;
        }
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
