package dev.belfry.status.publication;

import dev.belfry.platform.id.Sha256;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A page as readers get it: every document as bytes, plain and gzip, with its ETag, made once when something changes.
 *
 * @param revision of the page it was made from
 * @param documents by address: {@code ""} is the HTML, {@code api/v2/summary.json}, …
 */
record PageImage(String slug, String domain, long revision, Map<String, Document> documents) {

    /** One document, ready to go out. */
    record Document(String mediaType, String etag, Buffer plain, Buffer gzip) {}

    static PageImage of(Publication publication, String html, Map<String, String> json) {
        var documents = new HashMap<String, Document>();
        documents.put("", document("text/html; charset=utf-8", html));
        json.forEach(
                (name, text) -> documents.put("api/v2/" + name, document("application/json; charset=utf-8", text)));
        var page = publication.page();
        return new PageImage(
                page.slug(), page.domain() == null ? "" : page.domain(), page.revision(), Map.copyOf(documents));
    }

    private static Document document(String mediaType, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var etag = "\"" + Sha256.hex(text).substring(0, 20) + "\"";
        return new Document(mediaType, etag, Buffer.buffer(bytes), Buffer.buffer(gzip(bytes)));
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
