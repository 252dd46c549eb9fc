package dev.belfry.status.publication;

import gg.jte.Content;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * What is posted, as HTML that cannot do harm: paragraphs, lists, quotes, code, emphasis and links to http, https and mail.
 * HTML in it is shown as it was typed, and of a picture only its words are.
 */
public final class Markdown {
    private static final Parser PARSER = Parser.builder()
            .enabledBlockTypes(Set.of(BlockQuote.class, FencedCodeBlock.class, ListBlock.class))
            .maxOpenBlockParsers(10)
            .build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new WholeAddresses())
            .softbreak("<br>\n")
            .attributeProviderFactory(context -> Markdown::attributes)
            .nodeRendererFactory(WordsOfPicture::new)
            .build();
    private static final TextContentRenderer WORDS = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    private Markdown() {}

    public static Content content(String text) {
        var html = html(text);
        return output -> output.writeContent(html);
    }

    static String html(String text) {
        return HTML.render(PARSER.parse(text));
    }

    /** The words alone, in one line of at most so many characters. */
    public static String words(String text, int most) {
        var words = WORDS.render(PARSER.parse(text)).strip();
        if (words.length() <= most) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(most - 1)) ? most - 1 : most;
        return words.substring(0, end).strip() + "…";
    }

    private static void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Link) {
            attributes.put("rel", "noopener noreferrer nofollow");
        }
    }

    /** Links that work wherever the words are read, a feed or a mail too. */
    private static final class WholeAddresses implements UrlSanitizer {
        private static final Pattern WHOLE = Pattern.compile("(?is)(https?://|mailto:).+");

        @Override
        public String sanitizeLinkUrl(String url) {
            return WHOLE.matcher(url).matches() ? url : "";
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return "";
        }
    }

    /** A picture of another site would tell that site who reads the page. */
    private record WordsOfPicture(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node picture) {
            for (var child = picture.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }
    }
}
