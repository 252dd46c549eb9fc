package dev.belfry.status.publication;

import dev.belfry.platform.id.Sha256;
import dev.belfry.status.page.StatusPage;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * A page as readers get it: every document as bytes, plain and gzip, each with its own ETag, made once when something
 * changes.
 *
 * @param revision of the page it was made from
 * @param calm whether nothing on it grows older by the minute
 * @param old whether it says of itself that newer changes may be missing
 * @param documents by address: {@code ""} is the page, {@code api/v2/summary.json}, …
 */
record PageImage(
        String slug,
        String domain,
        long revision,
        Instant madeAt,
        boolean calm,
        boolean old,
        Map<String, Document> documents) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String HIDDEN_NOTE = "<p class=\"as-of\" hidden>";
    private static final String SHOWN_NOTE = "<p class=\"as-of\">";

    /** A document before it is packed. */
    record Source(String mediaType, String text) {}

    /** One document, ready to go out. */
    record Document(Source source, Body plain, Body gzip) {
        static Document of(Source source) {
            var bytes = source.text().getBytes(StandardCharsets.UTF_8);
            var hash = Sha256.hex(source.text()).substring(0, 20);
            return new Document(
                    source,
                    new Body("\"" + hash + "\"", Buffer.buffer(bytes)),
                    new Body("\"" + hash + "-gzip\"", Buffer.buffer(packed(bytes))));
        }
    }

    /** What goes over the wire in one encoding. */
    record Body(String etag, Buffer bytes) {}

    static PageImage of(StatusPage page, Instant madeAt, boolean calm, Map<String, Source> sources) {
        return of(page.slug(), page.domain() == null ? "" : page.domain(), page.revision(), madeAt, calm, sources);
    }

    static PageImage of(
            String slug, String domain, long revision, Instant madeAt, boolean calm, Map<String, Source> sources) {
        var documents = sources.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Document.of(each.getValue())));
        return new PageImage(slug, domain, revision, madeAt, calm, false, documents);
    }

    /** Whether it still is what would be made of the page now. */
    boolean isCurrent(StatusPage page, Instant now) {
        var zone = ZoneId.of(page.timeZone());
        return !old
                && revision == page.revision()
                && madeAt.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate())
                && (calm || now.isBefore(madeAt.plus(MINUTE)));
    }

    /** The same, saying on its pages from when it is: for when nobody can say whether it is still right. */
    PageImage asOld() {
        var marked = documents.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> marked(each.getValue())));
        return new PageImage(slug, domain, revision, madeAt, calm, true, marked);
    }

    private static Document marked(Document document) {
        var source = document.source();
        return source.text().contains(HIDDEN_NOTE)
                ? Document.of(new Source(source.mediaType(), source.text().replace(HIDDEN_NOTE, SHOWN_NOTE)))
                : document;
    }

    private static byte[] packed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
