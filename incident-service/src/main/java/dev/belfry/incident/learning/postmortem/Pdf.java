package dev.belfry.incident.learning.postmortem;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Prints a postmortem: the HTML of its page with bookmarks and page numbers. Nothing that it names is fetched. */
final class Pdf {
    private static final String STYLE = """
            @page { size: A4; margin: 20mm 18mm;
                    @bottom-left { content: "Postmortem of #{number}"; font: 8pt Text; color: #50545f }
                    @bottom-right { content: counter(page) " of " counter(pages); font: 8pt Text; color: #50545f } }
            body { font: 10pt/1.45 Text; color: #1a1b21; word-wrap: break-word }
            h1 { font-size: 18pt; margin: 0 0 4mm } h2 { font-size: 13pt; margin: 7mm 0 2mm } h3 { font-size: 11pt }
            h1, h2, h3, h4 { page-break-after: avoid; line-height: 1.25 }
            a { color: #4340bd } tr, blockquote { page-break-inside: avoid }
            table { border-collapse: collapse; width: 100% } td, th { border: 0.3pt solid #cdced6; padding: 1.5mm; text-align: left }
            pre, code { font: 9pt Text; background: #f7f7f9 } pre { padding: 2mm; white-space: pre-wrap }
            blockquote { margin: 2mm 0; padding-left: 4mm; border-left: 1pt solid #cdced6; color: #50545f }
            """;

    static {
        XRLog.setLoggingEnabled(false);
    }

    private Pdf() {}

    /** @param markdown as it is exported, with its title */
    static byte[] of(String markdown, long number) {
        var printed = Markdown.printed(markdown);
        var title = printed.headings().isEmpty()
                ? "Postmortem of #" + number
                : printed.headings().getFirst();
        var page = "<html><head><title>" + escaped(title) + "</title><style>"
                + STYLE.replace("{number}", Long.toString(number)) + "</style>" + bookmarks(printed) + "</head><body>"
                + printed.html() + "</body></html>";
        try (var out = new ByteArrayOutputStream()) {
            new PdfRendererBuilder()
                    .useFont(() -> font("DejaVuSans.ttf"), "Text", 400, FontStyle.NORMAL, true)
                    .useFont(() -> font("DejaVuSans-Bold.ttf"), "Text", 700, FontStyle.NORMAL, true)
                    .useUriResolver((base, address) -> null)
                    .withProducer("Belfry")
                    .withHtmlContent(page, null)
                    .toStream(out)
                    .run();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bookmarks(Markdown.Printed printed) {
        var text = new StringBuilder("<bookmarks>");
        for (int i = 0; i < printed.headings().size(); i++) {
            text.append("<bookmark name=\"")
                    .append(escaped(printed.headings().get(i)))
                    .append("\" href=\"#h")
                    .append(i)
                    .append("\"/>");
        }
        return text.append("</bookmarks>").toString();
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(Pdf.class.getResourceAsStream("/fonts/" + name), name);
    }
}
