package dev.belfry.incident.incident.response;

import gg.jte.Content;
import gg.jte.html.escape.Escape;
import java.util.EnumSet;
import java.util.Locale;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/** What people wrote, with its addresses (http and https) as links; everything else stays as it was typed. */
public final class Addresses {
    private static final LinkExtractor FINDER =
            LinkExtractor.builder().linkTypes(EnumSet.of(LinkType.URL)).build();

    private Addresses() {}

    public static Content linked(String text) {
        return output -> {
            for (var span : FINDER.extractSpans(text)) {
                var words = text.substring(span.getBeginIndex(), span.getEndIndex());
                if (span instanceof LinkSpan && leadsOut(words)) {
                    output.writeContent("<a href=\"");
                    Escape.htmlAttribute(words, output);
                    output.writeContent("\" rel=\"noopener noreferrer nofollow\">");
                    Escape.htmlContent(words, output);
                    output.writeContent("</a>");
                } else {
                    Escape.htmlContent(words, output);
                }
            }
        };
    }

    private static boolean leadsOut(String address) {
        var small = address.toLowerCase(Locale.ROOT);
        return small.startsWith("https://") || small.startsWith("http://");
    }
}
