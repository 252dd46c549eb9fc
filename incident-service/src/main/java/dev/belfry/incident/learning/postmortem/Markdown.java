package dev.belfry.incident.learning.postmortem;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Markdown (CommonMark with tables, addresses are links) as HTML that cannot do harm: HTML in it is shown as it was typed, links lead to http,
 * https or mail only, and an image becomes a link to it.
 */
public final class Markdown {
    /** So many quotes and lists may stand in each other: pages are made by recursion, and XML takes 100 elements. */
    private static final int DEEPEST = 30;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .maxOpenBlockParsers(DEEPEST)
            .build();
    private static final TextContentRenderer WORDS =
            TextContentRenderer.builder().build();
    private static final HtmlRenderer RENDERER = renderer().build();

    /** What PDF, which is XML, cannot hold. */
    private static final Pattern NO_TEXT =
            Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Markdown() {}

    /** @param headings the words of each; its id in the HTML is h and its place */
    record Printed(String html, List<String> headings) {}

    private static HtmlRenderer.Builder renderer() {
        return HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
                .attributeProviderFactory(context -> Markdown::attributes);
    }

    public static Content html(String text) {
        var document = PARSER.parse(text);
        document.accept(new Tamed(2));
        var html = RENDERER.render(document);
        return output -> output.writeContent(html);
    }

    /** The same to be printed: well-formed, and with headings that can be found. */
    static Printed printed(String text) {
        var document = PARSER.parse(NO_TEXT.matcher(text).replaceAll("\uFFFD"));
        document.accept(new Tamed(1));
        var headings = new ArrayList<String>();
        var html = renderer()
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Heading) {
                        attributes.put("id", "h" + headings.size());
                        headings.add(WORDS.render(node).strip());
                    }
                })
                .build()
                .render(document);
        return new Printed(html, headings);
    }

    private static void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Link) {
            attributes.put("rel", "noopener noreferrer nofollow");
        }
        if (node instanceof TableBlock) {
            attributes.put("class", "table");
        }
    }

    /** The page has its own first heading, and shows no pictures of other sites. */
    private static final class Tamed extends AbstractVisitor {
        private final int first;

        /** @param first the level of the highest heading */
        Tamed(int first) {
            this.first = first;
        }

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.max(first, heading.getLevel()));
            visitChildren(heading);
        }

        @Override
        public void visit(Image image) {
            var link = new Link(image.getDestination(), image.getTitle());
            for (var child = image.getFirstChild(); child != null; ) {
                var next = child.getNext();
                link.appendChild(child);
                child = next;
            }
            image.insertBefore(link);
            image.unlink();
        }
    }
}
